package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"kaname/kit/cube"
	"kaname/kit/db"
)

// cubeMemory is what a process takes, in bytes.
type cubeMemory struct{ table, before, loaded, asked int64 }

// cubeMemories reads the survey in fresh processes, asks it, and looks at their memory.
func (b *bench) cubeMemories(ctx context.Context, file string) error {
	me, err := os.Executable()
	if err != nil {
		return err
	}
	for _, way := range cubeWays {
		out, err := exec.CommandContext(ctx, me, "-only", "cube-child-"+way.how, "-dir", filepath.Dir(file)).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		var m cubeMemory
		if _, err := fmt.Sscan(string(out), &m.table, &m.before, &m.loaded, &m.asked); err != nil {
			return fmt.Errorf("the child said %q: %w", out, err)
		}
		b.judge("memory of a process with the survey hot, read as "+way.what, "≤ 150 MB", mega(m.asked), m.asked <= 150e6,
			fmt.Sprintf("resident set after 200 questions; %s before, %s right after reading; the table itself %s", mega(m.before), mega(m.loaded), mega(m.table)))
	}
	return nil
}

// cubeChild is that process: it prints its memory before reading, after it, and when it has answered.
func (b *bench) cubeChild(ctx context.Context, how string) error {
	d, err := db.Open(filepath.Join(b.dir, "cube.db"))
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Ping(ctx); err != nil {
		return err
	}
	self := child{cmd: &exec.Cmd{Process: &os.Process{Pid: os.Getpid()}}}
	m := cubeMemory{before: self.memory()}
	var s cube.Snapshot
	for _, way := range cubeWays {
		if way.how != how {
			continue
		}
		if s, err = loadCube(ctx, d, way); err != nil {
			return err
		}
	}
	m.loaded, m.table = self.memory(), int64(s.Bytes())
	for range 200 / len(cubeQuestions) {
		for _, q := range cubeQuestions {
			if _, err := q.ask(s); err != nil {
				return err
			}
		}
	}
	m.asked = self.memory()
	_, err = fmt.Fprintln(b.out, m.table, m.before, m.loaded, m.asked)
	return err
}
