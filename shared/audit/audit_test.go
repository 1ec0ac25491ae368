package audit_test

import (
	"context"
	"testing"

	"kaname/app/apptest"
	"kaname/kit/db"
)

func TestTheRecordShowsWhereALineWasAlteredOrTakenOut(t *testing.T) {
	ctx, c := context.Background(), apptest.New(t)
	verify := func() string {
		n, broken, err := c.App.Audit.Verify(ctx)
		c.Must(err)
		if n == 0 && broken == nil {
			t.Fatal("nothing was read")
		}
		if broken == nil {
			return ""
		}
		return broken.Say
	}
	if say := verify(); say != "" {
		t.Fatalf("a fresh record does not hold: %s", say)
	}
	spoil := func(q string) {
		c.Must(c.DB.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, q) }))
	}
	for name, x := range map[string][2]string{
		"altered":     {`UPDATE audit SET detail = detail || '!' WHERE seq = 3`, `UPDATE audit SET detail = SUBSTR(detail, 1, LENGTH(detail) - 1) WHERE seq = 3`},
		"other actor": {`UPDATE audit SET actor_id = actor_id || 'x' WHERE seq = 5`, `UPDATE audit SET actor_id = SUBSTR(actor_id, 1, LENGTH(actor_id) - 1) WHERE seq = 5`},
	} {
		spoil(x[0])
		if verify() == "" {
			t.Errorf("%s: not noticed", name)
		}
		spoil(x[1])
		if say := verify(); say != "" {
			t.Fatalf("%s: mended, yet: %s", name, say)
		}
	}
	spoil(`DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)`)
	if verify() == "" {
		t.Error("the last line was taken out unnoticed")
	}
}

func TestDeedsAtOnceMakeOneChain(t *testing.T) {
	ctx, c := context.Background(), apptest.New(t)
	done := make(chan error, 20)
	for range 20 {
		go func() { done <- c.App.Audit.Saw(ctx, c.Kanri, "person", "x", "") }()
	}
	for range 20 {
		c.Must(<-done)
	}
	if _, broken, err := c.App.Audit.Verify(ctx); err != nil || broken != nil {
		t.Errorf("%v %v", broken, err)
	}
}
