package forms_test

import (
	"context"
	"net/url"
	"testing"

	"kaname/app/apptest"
	"kaname/area/surveys"
	"kaname/kit/db"
	"kaname/kit/fault"
	. "kaname/kit/questionnaire"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
	"kaname/shared/forms"
)

var ctx = context.Background()

func ja(s string) Words { return Words{Origin: s} }

func scale(id, ask string) Question {
	q := Question{ID: id, Version: 1, Kind: Scale, Ask: Words{Origin: ask, Easy: "{話|はなし}は わかりましたか。"}, Short: ja("職員の説明")}
	for i, l := range []string{"とてもよい", "よい", "ふつう", "よくない", "とてもよくない"} {
		q.Options = append(q.Options, Option{Code: byte(5 - i), Label: ja(l), Score: 5 - i})
	}
	q.Options = append(q.Options, Option{Code: 9, Label: ja("わからない"), Out: true})
	return q
}

// bank is a small one: two that are asked everywhere, and one that leads to another.
func bank() []Question {
	yesNo := []Option{{Code: 1, Label: ja("はい")}, {Code: 2, Label: ja("いいえ")}}
	return []Question{
		scale("setumei", "職員の説明は、わかりやすかったですか"),
		{ID: "waited", Version: 1, Kind: Single, Ask: ja("待ちましたか"), Options: yesNo},
		{ID: "minutes", Version: 1, Kind: Number, Ask: ja("何分ですか"), High: 600, Unit: "分", If: []Condition{{Question: "waited", Codes: []byte{1}}}},
		{ID: "free", Version: 1, Kind: Text, Ask: ja("ひとこと")},
	}
}

// office is a ward office with two surveys of Minato and the builder hung on them.
type office struct {
	*apptest.City
	forms       *forms.Forms
	this, other shared.Subject
}

func open(t *testing.T) office {
	t.Helper()
	c := apptest.New(t)
	o := office{City: c, forms: c.App.Forms}
	o.forms.Subjects = map[string]forms.Keeper{"survey": {
		Readable: func(ctx context.Context, tx *db.Tx, a people.Actor, id string) (forms.Place, error) {
			p, _, err := survey(ctx, tx, a, id)
			return p, err
		},
		Writable: func(ctx context.Context, tx *db.Tx, a people.Actor, id string) (forms.Place, error) {
			p, ward, err := survey(ctx, tx, a, id)
			if err == nil && !a.MayInWard(people.WriteSurveys, ward) {
				err = fault.Denied("このアンケートを変える", "事務局")
			}
			return p, err
		},
		Bank: bank(), Templates: []forms.Template{{ID: "standard", Name: "来庁者（標準）", Help: "毎年くらべられる問いです。", Form: Form{Questions: bank()[:3]}, Langs: []Lang{Easy}}},
		Copyable: func(ctx context.Context, tx *db.Tx, a people.Actor, id string) ([]ui.Choice, error) {
			return db.All(ctx, tx, func(c *ui.Choice) []any { return []any{&c.Value, &c.Name} }, `
				SELECT s.id, s.title FROM surveys s JOIN forms f ON f.subject_kind = 'survey' AND f.subject_id = s.id WHERE s.id <> $1 AND ($2 = '' OR s.ward_id = $2) ORDER BY s.id`, id, a.Sees())
		},
	}}
	for i, s := range []*shared.Subject{&o.other, &o.this} {
		v, err := c.App.Surveys.Open(ctx, c.Jimu, c.Minato.ID, surveys.Draft{Title: []string{"来庁者アンケート 令和7年度", "来庁者アンケート 令和8年度"}[i], From: "2026-04-01", To: "2027-03-31", Keeper: "総務課 内線1240"}, false)
		c.Must(err)
		*s = shared.Subject{Kind: "survey", ID: v.ID}
	}
	return o
}

func survey(ctx context.Context, tx *db.Tx, a people.Actor, id string) (p forms.Place, ward string, err error) {
	err = tx.Row(ctx, `SELECT title, '/voices/' || id, sample, ward_id FROM surveys WHERE id = $1 AND ($2 = '' OR ward_id = $2)`, id, a.Sees()).Scan(&p.Title, &p.Back, &p.Sample, &ward)
	return p, ward, err
}

// begun is an office whose survey of this year began with the standard template.
func begun(t *testing.T) office {
	t.Helper()
	o := open(t)
	o.Must(o.forms.Begin(ctx, o.Jimu, o.this, forms.From{Template: "standard"}))
	return o
}

func (o office) form(t *testing.T) (Form, []Lang, bool) {
	t.Helper()
	var f Form
	var langs []Lang
	var frozen bool
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) (err error) { f, langs, frozen, err = o.forms.FormOf(ctx, tx, o.this); return err }))
	return f, langs, frozen
}

// question is one question of this year's form as it stands.
func (o office) question(t *testing.T, id string) Question {
	t.Helper()
	f, _, _ := o.form(t)
	if f.At(id) < 0 {
		t.Fatalf("%s is not asked", id)
	}
	return f.Questions[f.At(id)]
}

func (o office) path() string { return "/forms/survey/" + o.this.ID }

func fields(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// rowsIn counts the rows of a table.
func (o office) rowsIn(t *testing.T, table string) (n int) {
	t.Helper()
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, `SELECT COUNT(*) FROM `+table).Scan(&n) }))
	return n
}
