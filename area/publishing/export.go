package publishing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/people"
)

// Export writes the public pages of every ward, with fy as the newest year, into the folder dir. A folder that is
// there already must be empty or hold an earlier export; it is replaced as a whole, so a half-written site never
// stands there. step hears how many files are done. lacks are the lines about what residents will miss.
func (p *Publishing) Export(ctx context.Context, a people.Actor, dir string, fy clock.FY, step func(done, total int)) (out Publication, lacks []string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return out, nil, err
	}
	if err := replaceable(dir); err != nil {
		return out, nil, err
	}
	s, err := p.site(ctx, "", fy)
	if err != nil {
		return out, nil, err
	}
	for _, w := range s.Wards {
		for _, l := range w.missing(fy) {
			lacks = append(lacks, w.Name+": "+l.Say)
		}
	}
	b, err := s.make(step)
	if err != nil {
		return out, lacks, err
	}
	if err := b.put(dir); err != nil {
		return out, lacks, err
	}
	out, err = p.record(ctx, a, "", b)
	return out, lacks, err
}

// replaceable refuses a folder that holds anything but an earlier export.
func replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fault.Wrap(fault.Invalid, dir+" を読めません。フォルダーの名前か、読み書きの権利を確かめてください。", err)
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, manifestName)); err != nil {
		return fault.New(fault.Invalid, dir+" には、ほかのファイルがあります。消えると困るので書き出しません。空のフォルダーか、前に書き出したフォルダーを --out に指定してください。")
	}
	return nil
}

// put writes the bundle beside dir and then takes dir's place with it.
func (b bundle) put(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), ".kaname-publish-")
	if err != nil {
		return fault.Wrap(fault.Invalid, filepath.Dir(dir)+" に書けません。書きこみの権利か、空きを確かめてください。", err)
	}
	defer os.RemoveAll(fresh)
	for _, f := range b.files {
		at := filepath.Join(fresh, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, f.body, 0o644); err != nil {
			return fmt.Errorf("%s を書けません: %w", f.path, err)
		}
	}
	if err := os.Chmod(fresh, 0o755); err != nil {
		return err
	}
	return swap(fresh, dir)
}

// swap puts fresh in dir's place; where that fails, what stood there before stands there again.
func swap(fresh, dir string) error {
	old := fresh + "-old"
	err := os.Rename(dir, old)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	had := err == nil
	if err := os.Rename(fresh, dir); err != nil {
		if had {
			return errors.Join(err, os.Rename(old, dir))
		}
		return err
	}
	if had {
		return os.RemoveAll(old)
	}
	return nil
}
