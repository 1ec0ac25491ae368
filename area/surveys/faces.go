package surveys

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"hash/crc32"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
)

// face is everything a visitor's pages show that is not the bank's: equal faces draw equal pages.
type face struct {
	SurveyID, CounterID, Code string
	City, Ward, Keeper        string
	Place, PlaceEasy, PlaceEn string
	Open                      bool // taking answers today
	Ended, ReleaseOn          clock.Date
	FirstStep                 string // promised at the closing
	Form                      string // as stored
	Title                     string
	Limit                     int
	News                      Change // the newest; zero where nothing changed yet
	NewsCount                 int
	Sample                    bool
}

func (f face) place(l Lang) string {
	return Counter{CounterDraft: CounterDraft{Place: f.Place, PlaceEasy: f.PlaceEasy, PlaceEn: f.PlaceEn}}.PlaceIn(l)
}

// form is what the survey asks; it was read before, so it can be read.
func (f face) form() questionnaire.Form {
	form, _ := parseForm(f.Form)
	return form
}

// langs are the languages in which every text of the form stands, the original first.
func (f face) langs() []Lang { return langsOf(f.Form, f.form()) }

// langsOf is langs of a form as stored and as read.
func langsOf(text string, form questionnaire.Form) []Lang {
	if text == "" {
		return Langs()
	}
	out := []Lang{Ja}
	for _, l := range Langs() {
		if l != Ja && len(form.Untranslated(questionnaire.Lang(l))) == 0 {
			out = append(out, l)
		}
	}
	return out
}

// in is the view in a language of the form: who reads another one gets やさしい日本語 where there is one, and is told so.
func (f face) in(v view) view {
	all := f.langs()
	if slices.Contains(all, v.Lang) {
		return v
	}
	v.Lang, v.Unknown = Ja, true
	if slices.Contains(all, Easy) {
		v.Lang = Easy
	}
	return v
}

// faces keeps the face of each counter and the pages drawn of it. A face is read again when it is older than
// faceFor, so that every node follows within that time; what this node itself changes is seen at once.
type faces struct {
	mu sync.Mutex
	of map[string]*kept
}

const faceFor = time.Second

type kept struct {
	mu    sync.Mutex
	face  face
	until time.Time
	pages map[pageKey]*prepared
}

type pageKey struct {
	page string
	view view
}

// view is how a visitor wants to read.
type view struct {
	Lang     Lang
	Text     string // "", large, xlarge
	Contrast string // "", high
	Unknown  bool   // the phone's own language is not ours yet
}

func (fs *faces) forget() {
	fs.mu.Lock()
	fs.of = nil
	fs.mu.Unlock()
}

// kept is the place of a counter's face; only codes that exist get one.
func (fs *faces) kept(code string) *kept {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return fs.of[code]
}

func (fs *faces) keep(code string, k *kept) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.of == nil {
		fs.of = map[string]*kept{}
	}
	fs.of[code] = k
}

// faceOf is the counter's face and where its drawn pages are kept; NotFound where no counter bears the code.
func (ss *Surveys) faceOf(ctx context.Context, code string) (face, *kept, error) {
	k := ss.faces.kept(code)
	now := ss.Now()
	if k != nil {
		k.mu.Lock()
		f, fresh := k.face, now.Before(k.until) && now.After(k.until.Add(-2*faceFor))
		k.mu.Unlock()
		if fresh {
			return f, k, nil
		}
	}
	f, err := ss.readFace(ctx, code)
	if err != nil {
		return face{}, nil, err
	}
	if k == nil {
		k = &kept{}
		ss.faces.keep(code, k)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.face != f || k.pages == nil {
		k.face, k.pages = f, map[pageKey]*prepared{}
	}
	k.until = now.Add(faceFor)
	return f, k, nil
}

func (ss *Surveys) readFace(ctx context.Context, code string) (f face, err error) {
	city, err := ss.City(ctx)
	if err != nil {
		return face{}, err
	}
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		c, err := findCounter(ctx, tx, code)
		if err != nil {
			return err
		}
		s, err := findSurvey(ctx, tx, "", c.SurveyID)
		if err != nil {
			return err
		}
		if s.OpenedAt == "" {
			return fault.Missing(surveyWord) // being prepared: visitors do not see it yet
		}
		news, err := wardChanges(ctx, tx, s.WardID, 200)
		if err != nil {
			return err
		}
		f = face{SurveyID: s.ID, CounterID: c.ID, Code: c.Code, City: city.Name, Ward: s.WardName, Keeper: s.Keeper,
			Place: c.Place, PlaceEasy: c.PlaceEasy, PlaceEn: c.PlaceEn, Open: s.Taking(ss.now().Date()), Ended: s.Ended(), ReleaseOn: s.ReleaseOn, FirstStep: s.FirstStep,
			Form: s.formText, Title: s.Title, Limit: limitOf(city.HideBelow), NewsCount: len(news), Sample: s.Sample}
		if len(news) > 0 {
			f.News = news[0]
		}
		return nil
	})
	return f, err
}

func limitOf(cityLimit int) int {
	if cityLimit == 0 {
		return DefaultLimit
	}
	return cityLimit
}

// prepared is a page drawn once, as plain and as compressed bytes, with a gap for the form's key.
type prepared struct {
	head, tail []byte
	zipHead    []byte // gzip header and the head, ended on a whole byte
	zipTail    []byte // the tail as the last blocks
	headSum    uint32
	keyed      bool
}

// gap stands in a drawn page where the form's key goes; no text of a page can hold it.
const gap = "\x02form-key\x02"

// page is the drawn page of a kind and view, made by draw at its first use.
func (k *kept) page(ctx context.Context, f face, key pageKey, draw func() templ.Component) (*prepared, error) {
	k.mu.Lock()
	p := k.pages[key]
	stillThis := k.face == f
	k.mu.Unlock()
	if p != nil && stillThis {
		return p, nil
	}
	var b bytes.Buffer
	if err := draw().Render(ctx, &b); err != nil {
		return nil, err
	}
	p, err := prepare(b.String())
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.face == f {
		k.pages[key] = p
	}
	return p, nil
}

func prepare(html string) (*prepared, error) {
	head, tail, keyed := strings.Cut(html, gap)
	p := &prepared{head: []byte(head), tail: []byte(tail), keyed: keyed, headSum: crc32.ChecksumIEEE([]byte(head))}
	zipHead, err := deflated(head, false)
	if err != nil {
		return nil, err
	}
	if p.zipTail, err = deflated(tail, true); err != nil {
		return nil, err
	}
	p.zipHead = append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255}, zipHead...)
	return p, nil
}

// deflated compresses s as blocks of their own; only the last one ends the stream.
func deflated(s string, last bool) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write([]byte(s)); err != nil {
		return nil, err
	}
	if last {
		err = w.Close()
	} else {
		err = w.Flush()
	}
	return b.Bytes(), err
}

// send writes the page with a fresh key in its gap; a phone that takes gzip gets a tenth of the bytes.
func (p *prepared) send(w http.ResponseWriter, r *http.Request) error {
	key := ""
	if p.keyed {
		key = newKey()
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Encoding, Accept-Language")
	out := make([]byte, 0, len(p.head)+len(p.tail)+64)
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		out = p.zipped(out[:0], key)
	} else {
		out = append(append(append(out, p.head...), key...), p.tail...)
	}
	_, err := w.Write(out)
	return err
}

// zipped puts the key between head and tail as a block that is not compressed, and closes the member (RFC 1951, 1952).
func (p *prepared) zipped(out []byte, key string) []byte {
	n := uint16(len(key))
	out = append(out, p.zipHead...)
	out = append(out, 0, byte(n), byte(n>>8), byte(^n), byte(^n>>8))
	out = append(out, key...)
	out = append(out, p.zipTail...)
	sum := crc32.Update(crc32.Update(p.headSum, crc32.IEEETable, []byte(key)), crc32.IEEETable, p.tail)
	out = binary.LittleEndian.AppendUint32(out, sum)
	return binary.LittleEndian.AppendUint32(out, uint32(len(p.head)+len(key)+len(p.tail)))
}

// logUnkept notes that an answer could not be kept, without a word of it.
func logUnkept(cause error) { slog.Error("survey answer not kept", "err", cause.Error()) }
