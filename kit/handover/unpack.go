package handover

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Issue is one set of published files as it lies at the collector.
type Issue struct {
	Office string    `json:"office"` // the name on the office's card
	Number int64     `json:"issue"`
	Made   time.Time `json:"made"`
	Hash   string    `json:"hash"`  // SHA-256 of the file it came in
	Files  []Listed  `json:"files"` // in the order of the file
	Dir    string    `json:"-"`     // the folder that holds them
}

// Listed is one published file, without its bytes.
type Listed struct {
	Name  string `json:"name"`
	Media string `json:"media"`
	Size  int64  `json:"size"` // bytes
}

// The names in a collector's folder of published files: one folder an issue, each with its list, and a file
// with the name of the folder that counts. No published file's name begins with a dot.
const (
	currentName = "current"
	listName    = ".issue.json"
	freshPrefix = ".unpacking-"
)

// unpacking lets one issue be unpacked at a time.
var unpacking sync.Mutex

// Unpack verifies a file of published files and puts it in the place of the issue before, under root: into a
// folder of its own first, then by one renaming, so that whoever reads sees the old issue or the new one. The
// issue before stays on disk for those who are still reading it. An issue that is current already gives the
// case Repeated and changes nothing; an older one is refused (Older).
func Unpack(r io.Reader, root string, offices []Card) (Issue, Case, error) {
	f, err := readFile(r, published)
	if err != nil {
		return Issue{}, "", err
	}
	defer f.Close()
	is, bad := readIssueHead(f.head)
	if _, err := f.verified(offices, Office, is.Office); err != nil {
		return Issue{}, "", err
	}
	if bad != nil {
		return Issue{}, "", published.malformed(bad.Error())
	}
	is.Hash = f.sum
	unpacking.Lock()
	defer unpacking.Unlock()
	now, err := Current(root)
	if err != nil {
		return Issue{}, "", err
	}
	switch {
	case is.Number == now.Number && is.Hash == now.Hash:
		return now, Repeated, nil
	case is.Number == now.Number:
		return now, "", refuse(Forked, fmt.Sprintf("いま公開しているのも第%d号ですが、中身がちがいます。公開はそのままです。庁内で新しい号として書き出しなおしてください。", now.Number))
	case is.Number < now.Number:
		return now, "", refuse(Older, fmt.Sprintf("これは第%d号で、いま公開している第%d号より古いものです。公開はそのままです。前の内容に戻すときは、庁内で新しい号として書き出してください。", is.Number, now.Number))
	}
	if err := is.settle(f, root, now.Dir); err != nil {
		return now, "", err
	}
	return is, InOrder, nil
}

func readIssueHead(lines []string) (is Issue, err error) {
	f, err := fields(lines, "office", "issue", "made")
	if err != nil {
		return is, err
	}
	is.Office = f["office"]
	if is.Number, err = whole(f["issue"]); err != nil || is.Number < 1 {
		return is, fmt.Errorf("issue %.40q is not a number from 1", f["issue"])
	}
	is.Made, err = unstamp(f["made"])
	return is, err
}

// settle lays the issue's files out, switches to them, and tidies up what is older than the issue in before.
func (is *Issue) settle(f *file, root, before string) error {
	if err := os.MkdirAll(root, 0o755); err != nil {
		return fmt.Errorf("make folder for published files: %w", err)
	}
	fresh, err := os.MkdirTemp(root, freshPrefix)
	if err != nil {
		return fmt.Errorf("make folder for published files: %w", err)
	}
	defer os.RemoveAll(fresh) // gone already where all went well
	if err := is.lay(f, fresh); err != nil {
		return err
	}
	if err := os.Chmod(fresh, 0o755); err != nil { // another program may serve the pages
		return fmt.Errorf("open folder %s for reading: %w", fresh, err)
	}
	name := fmt.Sprintf("issue-%d", is.Number)
	is.Dir = filepath.Join(root, name)
	if err := os.RemoveAll(is.Dir); err != nil { // of a switch that was cut short
		return fmt.Errorf("clear %s: %w", is.Dir, err)
	}
	if err := os.Rename(fresh, is.Dir); err != nil {
		return fmt.Errorf("name issue %d: %w", is.Number, err)
	}
	pointer := filepath.Join(root, freshPrefix+currentName)
	if err := writeFile(pointer, []byte(name+"\n")); err != nil {
		return err
	}
	if err := os.Rename(pointer, filepath.Join(root, currentName)); err != nil {
		return fmt.Errorf("switch to issue %d: %w", is.Number, err)
	}
	if err := syncDir(root); err != nil {
		return err
	}
	tidy(root, name, filepath.Base(before))
	return nil
}

// Current is the issue that counts under root; its Number is 0 where nothing was unpacked yet.
func Current(root string) (Issue, error) {
	b, err := os.ReadFile(filepath.Join(root, currentName))
	if os.IsNotExist(err) {
		return Issue{}, nil
	}
	name := strings.TrimSpace(string(b))
	n, bad := strconv.ParseInt(strings.TrimPrefix(name, "issue-"), 10, 64)
	if err != nil || bad != nil || name != fmt.Sprintf("issue-%d", n) {
		return Issue{}, fmt.Errorf("%s names no issue: %w", filepath.Join(root, currentName), errors.Join(err, bad))
	}
	is := Issue{Dir: filepath.Join(root, name)}
	list, err := os.ReadFile(filepath.Join(is.Dir, listName))
	if err == nil {
		err = json.Unmarshal(list, &is)
	}
	if err != nil {
		return Issue{}, fmt.Errorf("read issue %d: %w", n, err)
	}
	return is, nil
}
