package forms

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/people"
	"kaname/shared"
)

// Language is a language that a form may be offered in, by the name it gives itself.
type Language struct {
	Lang questionnaire.Lang
	Name string
}

// Languages are those besides the original, in the order of the choice: easy Japanese first.
var Languages = []Language{
	{questionnaire.Easy, "やさしい日本語"}, {"en", "English"}, {"zh-Hans", "简体中文"}, {"ko", "한국어"}, {"vi", "Tiếng Việt"}, {"ne", "नेपाली"},
	{"fil", "Filipino"}, {"pt", "Português"}, {"es", "Español"}, {"id", "Bahasa Indonesia"},
}

// NameOf is what a language calls itself.
func NameOf(l questionnaire.Lang) string {
	for _, x := range Languages {
		if x.Lang == l {
			return x.Name
		}
	}
	if l == questionnaire.Origin {
		return "日本語"
	}
	return string(l)
}

// isLang says whether l is one of Languages.
func isLang(l questionnaire.Lang) bool {
	return slices.ContainsFunc(Languages, func(x Language) bool { return x.Lang == l })
}

// Line is one text of a form beside its version in another language.
type Line struct {
	Key          string // the question's id and which of its texts: own-1.ask, own-1.help, own-1.short, own-1.3 for the answer with code 3
	What         string // 問1, 説明, 答え
	Origin, Text string
	Optional     bool // its lack is no lack
}

// Lines are the texts of the form beside those in l, in order.
func (r Record) Lines(l questionnaire.Lang) []Line {
	var out []Line
	add := func(key, what string, w questionnaire.Words, optional bool) {
		if w[questionnaire.Origin] != "" {
			out = append(out, Line{key, what, w[questionnaire.Origin], w[l], optional})
		}
	}
	for i, q := range r.Form.Questions {
		name := called(r.Form, i)
		if q.Kind == questionnaire.Section {
			name = "見出し"
		}
		add(q.ID+".ask", name, q.Ask, false)
		add(q.ID+".help", name+"の説明", q.Help, false)
		for j, o := range q.Options {
			add(q.ID+"."+strconv.Itoa(int(o.Code)), name+"の答え"+strconv.Itoa(j+1), o.Label, false)
		}
		add(q.ID+".short", name+"の表での名前", q.Short, true)
	}
	return out
}

// MarkOf is a short name for all texts in l beside their originals, to see whether somebody changed one meanwhile.
func (r Record) MarkOf(l questionnaire.Lang) string {
	var b strings.Builder
	for _, line := range r.Lines(l) {
		b.WriteString(line.Key + "\x1f" + line.Origin + "\x1f" + line.Text + "\x1e")
	}
	return mark(b.String())
}

// translated is a copy of the form with the texts of l replaced by those given by key; others stay.
func translated(f questionnaire.Form, l questionnaire.Lang, texts map[string]string) questionnaire.Form {
	set := func(w questionnaire.Words, key string) questionnaire.Words {
		if t, ok := texts[key]; ok && w[questionnaire.Origin] != "" {
			return w.With(l, t)
		}
		return w
	}
	out := questionnaire.Form{Questions: slices.Clone(f.Questions)}
	for i, q := range out.Questions {
		q.Ask, q.Help, q.Short = set(q.Ask, q.ID+".ask"), set(q.Help, q.ID+".help"), set(q.Short, q.ID+".short")
		q.Options = slices.Clone(q.Options)
		for j, o := range q.Options {
			q.Options[j].Label = set(o.Label, q.ID+"."+strconv.Itoa(int(o.Code)))
		}
		out.Questions[i] = q
	}
	return out
}

// keepReviews drops the review of each language in which something now stands that the reader did not read.
func (r *Record) keepReviews(before questionnaire.Form) {
	old := Record{Form: before}
	kept := map[questionnaire.Lang]Review{}
	for l, v := range r.Reviews {
		read := map[string]string{}
		for _, line := range old.Lines(l) {
			read[line.Origin] += "\x1f" + line.Text + "\x1f"
		}
		if !slices.ContainsFunc(r.Lines(l), func(n Line) bool { return !strings.Contains(read[n.Origin], "\x1f"+n.Text+"\x1f") }) {
			kept[l] = v
		}
	}
	r.Reviews = kept
}

// Offer chooses the languages besides the original in which the form is offered. Texts of the others stay.
func (fs *Forms) Offer(ctx context.Context, a people.Actor, s shared.Subject, langs []questionnaire.Lang) error {
	return fs.change(ctx, a, s, "offer languages", func(_ Keeper, r *Record) (string, error) {
		r.Langs = nil
		for _, x := range Languages {
			if slices.Contains(langs, x.Lang) {
				r.Langs = append(r.Langs, x.Lang)
			}
		}
		return "", nil
	})
}

// MostText is how many characters a text in another language may have.
const MostText = 400

// SaveWords replaces texts of one language by their keys (Line.Key). seen is the form's MarkOf that language as the person
// had it before them; where it is another now, nothing is written and the fault is a Conflict.
func (fs *Forms) SaveWords(ctx context.Context, a people.Actor, s shared.Subject, l questionnaire.Lang, seen string, texts map[string]string) error {
	return fs.change(ctx, a, s, "save words", func(_ Keeper, r *Record) (string, error) {
		if !isLang(l) {
			return "", fault.Missing("この言葉")
		}
		if seen != r.MarkOf(l) {
			return "", fault.New(fault.Conflict, "ほかの人が先に保存しました。")
		}
		var c fault.Check
		for key, t := range texts {
			c.That(utf8.RuneCountInString(t) <= MostText, "w."+key, strconv.Itoa(MostText)+"字までです。短くしてください。")
		}
		if err := c.Err(); err != nil {
			return "", err
		}
		r.Form = translated(r.Form, l, texts)
		return string(l), nil
	})
}

// MarkReviewed notes that reader, a person named by what they are (国際交流員 など), has read all texts of a language that
// is complete and found them right. It is no change of words, so it can be done after the form is frozen.
func (fs *Forms) MarkReviewed(ctx context.Context, a people.Actor, s shared.Subject, l questionnaire.Lang, seen, reader string) error {
	return fs.DB.Write(ctx, func(tx *db.Tx) error {
		if _, _, err := fs.writable(ctx, tx, a, s); err != nil {
			return err
		}
		r, err := take(ctx, tx, s)
		if err != nil {
			return err
		}
		if seen != r.MarkOf(l) {
			return fault.New(fault.Conflict, "読んでもらったあとで言葉が変わりました。新しい言葉を読んでもらってから、もう一度押してください。")
		}
		var c fault.Check
		c.That(isLang(l), "reader", "この言葉はえらべません。")
		c.That(len(r.Form.Untranslated(l)) == 0, "reader", "まだ空いている所があります。全部の欄を入れてから、読んでもらってください。")
		c.That(reader != "", "reader", "だれが読んで確かめたかを入れてください（例 国際交流員、日本語教室の参加者）。")
		c.That(utf8.RuneCountInString(reader) <= 60, "reader", "60字までです。短くしてください。")
		if err := c.Err(); err != nil {
			return err
		}
		if r.Reviews == nil {
			r.Reviews = map[questionnaire.Lang]Review{}
		}
		r.Reviews[l] = Review{By: a.ID, Reader: reader, At: clock.At(fs.Now())}
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return fs.Note(ctx, tx, a, "review words", s.Kind, s.ID, string(l))
	})
}

// Freeze fixes the wording for good: everything must be able to stand and every offered language be complete.
func (fs *Forms) Freeze(ctx context.Context, a people.Actor, s shared.Subject) error {
	return fs.DB.Write(ctx, func(tx *db.Tx) error {
		if _, _, err := fs.writable(ctx, tx, a, s); err != nil {
			return err
		}
		return fs.FreezeIn(ctx, tx, a, s)
	})
}

// FreezeIn is Freeze inside the caller's transaction, for the subject's room in the deed that opens the survey; the room
// has decided that a may. A form that is frozen already stays as it is.
func (fs *Forms) FreezeIn(ctx context.Context, tx *db.Tx, a people.Actor, s shared.Subject) error {
	r, err := take(ctx, tx, s)
	if err != nil || r.Frozen() {
		return err
	}
	if lacks := r.Lacks(); len(lacks) > 0 {
		return fieldFault("form", "アンケートの問いに、まだ足りないところがあります。"+lacks[0].Say)
	}
	r.FrozenAt, r.FrozenBy = clock.At(fs.Now()), a.ID
	if err := save(ctx, tx, r); err != nil {
		return err
	}
	return fs.Note(ctx, tx, a, "freeze form", s.Kind, s.ID, "")
}

// Lack is one thing that keeps a form from being opened: what, and where it is mended (a path below the form's).
type Lack struct{ Say, Path string }

// Lacks are all things that keep the form from being opened.
func (r Record) Lacks() []Lack {
	var out []Lack
	fault.ProblemsOf(r.Form.Check()).Each(func(field, say string) {
		at, _, _ := strings.Cut(strings.TrimPrefix(field, "q"), ".")
		if n, err := strconv.Atoi(at); err == nil && n >= 1 && n <= len(r.Form.Questions) {
			out = append(out, Lack{called(r.Form, n-1) + "　" + say, "/questions/" + r.Form.Questions[n-1].ID})
			return
		}
		out = append(out, Lack{say, ""})
	})
	for _, l := range r.Langs {
		if n := len(r.Form.Untranslated(l)); n > 0 {
			out = append(out, Lack{NameOf(l) + "で、まだ入っていない言葉が" + strconv.Itoa(n) + "か所あります。入れるか、この言葉を使わないことにしてください。", "/words/" + string(l)})
		}
	}
	return out
}
