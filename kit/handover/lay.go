package handover

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// layer writes the files of an issue into a folder that none of them can leave.
type layer struct {
	root  *os.Root
	names *names
	out   *os.File // the file being written, or nil
	buf   *bufio.Writer
	left  int64 // bytes still to come for it
}

// lay writes every file of the issue, and their list, into dir.
func (is *Issue) lay(f *file, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open folder for published files: %w", err)
	}
	defer root.Close()
	l := &layer{root: root, names: newNames()}
	defer l.drop()
	for line, err := range f.lines() {
		if err != nil {
			return err
		}
		if data, ok := strings.CutPrefix(string(line), "data "); ok && l.out != nil {
			err = l.data(data)
		} else {
			err = l.next(string(line), is)
		}
		if err != nil {
			return err
		}
	}
	if err := l.finish(); err != nil {
		return err
	}
	list, err := json.Marshal(is)
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, listName), list)
}

// next finishes the file before and opens the one that line names.
func (l *layer) next(line string, is *Issue) error {
	if err := l.finish(); err != nil {
		return err
	}
	f, err := readListed(line)
	if err != nil {
		return published.malformed(err.Error())
	}
	if err := l.names.take(f.Name, f.Media, f.Size); err != nil {
		return err
	}
	if err := l.root.MkdirAll(path.Dir(f.Name), 0o755); err != nil {
		return fmt.Errorf("make a folder for %s: %w", f.Name, err)
	}
	if l.out, err = l.root.OpenFile(f.Name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644); err != nil {
		return fmt.Errorf("write published file: %w", err)
	}
	l.buf, l.left = bufio.NewWriter(l.out), f.Size
	is.Files = append(is.Files, f)
	return nil
}

// data adds one line's bytes to the open file.
func (l *layer) data(line string) error {
	b, err := base64.StdEncoding.Strict().DecodeString(line)
	if l.left -= int64(len(b)); err != nil || l.left < 0 {
		return published.malformed("公開のファイルの中身が読めないか、長すぎます")
	}
	l.buf.Write(b) // an error stays in buf until finish
	return nil
}

// finish puts the open file safely on disk.
func (l *layer) finish() error {
	if l.out == nil {
		return nil
	}
	if l.left != 0 {
		return published.malformed("公開のファイルの中身が足りません")
	}
	err := l.buf.Flush()
	if err == nil {
		err = l.out.Sync()
	}
	if cerr := l.out.Close(); err == nil {
		err = cerr
	}
	if l.out = nil; err != nil {
		return fmt.Errorf("write published file: %w", err)
	}
	return nil
}

// drop closes a file that an error left open.
func (l *layer) drop() {
	if l.out != nil {
		l.out.Close()
	}
}

// readListed reads the line that opens a file.
func readListed(line string) (l Listed, err error) {
	part := strings.Split(line, " ")
	if len(part) != 4 || part[0] != "file" {
		return l, fmt.Errorf("the line %.60q opens no file", line)
	}
	for i, to := range []*string{&l.Name, &l.Media} {
		b, err := base64.StdEncoding.Strict().DecodeString(part[1+i])
		if err != nil {
			return l, fmt.Errorf("the name in %.60q is not base64", line)
		}
		*to = string(b)
	}
	l.Size, err = whole(part[3])
	return l, err
}

// writeFile writes a file and waits until it is safely on disk.
func writeFile(name string, b []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// syncDir makes the names in a folder survive a power cut; Windows does that by itself.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open folder %s: %w", dir, err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync folder %s: %w", dir, err)
	}
	return nil
}

// tidy removes what no reader needs: issues other than the two named, and what a cut-short unpacking left.
// What cannot be removed now is removed next time.
func tidy(root, now, before string) {
	entries, _ := os.ReadDir(root)
	for _, e := range entries {
		name := e.Name()
		if name == now || name == before || !strings.HasPrefix(name, "issue-") && !strings.HasPrefix(name, freshPrefix) {
			continue
		}
		os.RemoveAll(filepath.Join(root, name))
	}
}
