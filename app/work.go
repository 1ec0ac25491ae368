package app

import "context"

// Work starts what the house does by itself; it ends with ctx.
func (h *House) Work(ctx context.Context) {}
