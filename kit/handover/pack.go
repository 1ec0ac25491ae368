package handover

import (
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"mime"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Published is one file for the outside: a page, a picture, a survey's definition.
type Published struct {
	Name  string // with slashes, relative, such as "voices/2026-09.html"
	Media string // such as "text/html; charset=utf-8"
	Bytes []byte
}

// Limits of an issue of published files.
const (
	MaxPublished = 50_000_000 // bytes of one file
	mostFiles    = 20_000
	mostBytes    = 500_000_000 // of all files together
	longestName  = 200         // bytes
	longestPart  = 100         // bytes between two slashes
	dataLine     = 3 * 1024    // bytes on one line
)

// Pack writes an issue of published files as one signed text. Issues count up: a collector takes only one that
// is newer than its own. The issue replaces everything that was published before.
func Pack(w io.Writer, k *Key, issue int64, at time.Time, files iter.Seq2[Published, error]) error {
	if k.Role != Office {
		return refuse(BadKey, "公開のファイルには、庁内の鍵で署名してください。いまの鍵「", k.Name, "」は受け口のものです。")
	}
	if issue < 1 {
		return fmt.Errorf("issue %d: issues count from 1", issue)
	}
	t := begin(w, published, "office", k.Name, "issue", strconv.FormatInt(issue, 10), "made", stamp(at))
	names := newNames()
	for f, err := range files {
		if err == nil {
			err = names.take(f.Name, f.Media, int64(len(f.Bytes)))
		}
		if err != nil {
			return err
		}
		t.line("file " + b64(f.Name) + " " + b64(f.Media) + " " + strconv.Itoa(len(f.Bytes)))
		for b := f.Bytes; len(b) > 0; b = b[min(len(b), dataLine):] {
			t.line("data " + base64.StdEncoding.EncodeToString(b[:min(len(b), dataLine)]))
		}
	}
	_, err := t.end(k)
	return err
}

// IssueFileName is the name under which an issue leaves: kaname-koukai-042.txt.
func IssueFileName(issue int64) string { return fmt.Sprintf("kaname-koukai-%03d.txt", issue) }

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// names refuses what must not become a file: it knows the names so far, alike where only case differs.
type names struct {
	files, dirs map[string]bool
	bytes       int64
}

func newNames() *names { return &names{map[string]bool{}, map[string]bool{}, 0} }

func (n *names) take(name, media string, size int64) error {
	bad := func(why string) error {
		return refuse(BadName, fmt.Sprintf("公開のファイル %.80q は入れられません（%s）。名前か中身を直して、書き出しなおしてください。いまの公開はそのままです。", name, why))
	}
	if why := nameFault(name); why != "" {
		return bad(why)
	}
	if _, _, err := mime.ParseMediaType(media); err != nil || !strings.Contains(media, "/") || len(media) > 100 || !printable(media) {
		return bad("種類の書き方が正しくありません")
	}
	if size > MaxPublished {
		return bad("50MBより大きい")
	}
	folded := strings.ToLower(name)
	if n.files[folded] || n.dirs[folded] {
		return bad("同じ名前が2つあります")
	}
	for d := path.Dir(folded); d != "."; d = path.Dir(d) {
		if n.files[d] {
			return bad("同じ名前のファイルとフォルダーがあります")
		}
		n.dirs[d] = true
	}
	n.files[folded] = true
	if n.bytes += size; n.bytes > mostBytes || len(n.files) > mostFiles {
		return bad("全部で500MB・2万個まで")
	}
	return nil
}

// nameFault says what is wrong with a file's name on any system the collector may run on, or "".
func nameFault(name string) string {
	switch {
	case len(name) > longestName:
		return "名前が長すぎます"
	case !fs.ValidPath(name) || name == "." || !utf8.ValidString(name):
		return "フォルダーの外を指すか、名前になっていません"
	case strings.ContainsAny(name, `\:*?"<>|`) || !printable(name):
		return "使えない字があります"
	}
	for part := range strings.SplitSeq(name, "/") {
		stem, _, _ := strings.Cut(strings.ToLower(part), ".")
		switch {
		case len(part) > longestPart:
			return "名前が長すぎます"
		case strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || strings.TrimSpace(part) != part:
			return "点や空白で始まるか終わる名前です"
		case devices[strings.TrimSpace(stem)]:
			return "Windowsの装置の名前です"
		}
	}
	return ""
}

// devices are the names that Windows does not give to files, with any ending.
var devices = func() map[string]bool {
	all := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true}
	for _, n := range strings.Split("0 1 2 3 4 5 6 7 8 9 ¹ ² ³", " ") {
		all["com"+n], all["lpt"+n] = true, true
	}
	return all
}()

func printable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}
