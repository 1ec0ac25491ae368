package main

import (
	"fmt"
	"os"

	"kaname/area/plans"
	"kaname/kit/textfile"
)

// planTemplate writes the Excel sheet into which an office worker fills a plan.
func planTemplate(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("様式を書けません: %w", err)
	}
	defer f.Close()
	if err := textfile.WriteXLSX(f, plans.Template()); err != nil {
		return err
	}
	fmt.Printf("様式を %s に書きました。\n", file)
	return nil
}
