package publishing

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// manifestName is the list of files with their sums, in the form that sha256sum -c reads.
const manifestName = "manifest.txt"

// file is one file of a bundle.
type file struct {
	path string
	body []byte
}

// bundle is the public site as files. The last of them is the manifest.
type bundle struct {
	files []file
	sums  map[string]string // path → sha256, without the manifest
	sum   string            // sha256 of the manifest
	site  Site
}

// site loads everything that is public of a ward (or of every ward) up to the year fy.
func (p *Publishing) site(ctx context.Context, wardID string, fy clock.FY) (s Site, err error) {
	err = p.DB.Read(ctx, func(tx *db.Tx) error {
		s, err = p.load(ctx, tx, fy, want{wardID: wardID, years: back(fy, Back), whole: true})
		if err == nil && len(s.Wards) == 0 {
			err = fault.New(fault.NotFound, "書き出す区がありません。組織の画面で区を開いてから書き出してください。")
		}
		return err
	})
	return s, err
}

// make draws every file of the site; step hears how far it is.
func (s Site) make(step func(done, total int)) (b bundle, err error) {
	pages := s.pages()
	b.site, b.sums = s, map[string]string{}
	for i, p := range pages {
		body, err := p.bytes()
		if err != nil {
			return b, err
		}
		if _, twice := b.sums[p.path]; twice {
			return b, fault.New(fault.Internal, "同じ名前のファイルが2つできます: "+p.path)
		}
		sum := sha256.Sum256(body)
		b.files = append(b.files, file{p.path, body})
		b.sums[p.path] = hex.EncodeToString(sum[:])
		step(i+1, len(pages))
	}
	slices.SortFunc(b.files, func(x, y file) int { return strings.Compare(x.path, y.path) })
	var m strings.Builder
	for _, f := range b.files {
		m.WriteString(b.sums[f.path] + "  " + f.path + "\n")
	}
	sum := sha256.Sum256([]byte(m.String()))
	b.sum = hex.EncodeToString(sum[:])
	b.files = append(b.files, file{manifestName, []byte(m.String())})
	return b, nil
}

// zip writes the bundle as one file; equal bundles give equal bytes.
func (b bundle) zip(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, f := range b.files {
		out, err := z.CreateHeader(&zip.FileHeader{Name: f.path, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := out.Write(f.body); err != nil {
			return err
		}
	}
	return z.Close()
}

// sample says whether anything in the bundle is sample data.
func (b bundle) sample() bool { return b.site.Sample || b.site.anySample() }

// record writes down who wrote the pages out, when and what.
func (p *Publishing) record(ctx context.Context, a people.Actor, wardID string, b bundle) (out Publication, err error) {
	files, err := json.Marshal(b.sums)
	if err != nil {
		return out, err
	}
	err = p.DB.Write(ctx, func(tx *db.Tx) error {
		out = Publication{ID: id.New(), WardID: wardID, FY: b.site.FY, ByID: a.ID, By: a.Name, At: p.instant(), Count: len(b.files), SHA256: b.sum, Files: string(files), Sample: b.sample()}
		if err := insertPublication(ctx, tx, out); err != nil {
			return err
		}
		if wardID != "" { // the pages are now what went out last
			same := Comparison{At: out.At, By: a.ID, Count: len(b.files)}
			if err := saveComparison(ctx, tx, wardID, out.FY, same, out.Sample); err != nil {
				return err
			}
		}
		return p.Note(ctx, tx, a, "write out", "publication", out.ID, b.site.FY.Era()+" "+b.sum)
	})
	return out, err
}

// WriteOut hands over the public pages of a ward ("" is the whole city) as a zip, and records who did it. It is
// refused while something that residents need is missing, and says what.
func (p *Publishing) WriteOut(ctx context.Context, a people.Actor, wardID string, w io.Writer) (out Publication, err error) {
	if !a.MayInWard(people.Publish, wardID) {
		return out, refuse(a, wardID)
	}
	s, err := p.site(ctx, wardID, a.FY)
	if err != nil {
		return out, err
	}
	if err := s.ready(); err != nil {
		return out, err
	}
	b, err := s.make(func(int, int) {})
	if err != nil {
		return out, err
	}
	if out, err = p.record(ctx, a, wardID, b); err != nil {
		return out, err
	}
	return out, b.zip(w)
}

// refuse is what somebody hears who may not publish for the ward: another ward's pages are not theirs to see.
func refuse(a people.Actor, wardID string) error {
	if wardID != "" && !a.SeesWard(wardID) {
		return fault.Missing("この区")
	}
	return fault.Denied("公開ページを用意する", "区の事務局か広報")
}
