package publishing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/people"
)

// TopMost is how many promises stand at the head of a year.
const TopMost = 3

// Check returns a fault that names each field that cannot stand.
func (d Plain) Check(result bool) error {
	var c fault.Check
	c.That(d.EasyTitle != "", "easy_title", "やさしい日本語の名前を書いてください。これがないと、この約束は書き出せません。例: 待つ 時間を 短く します")
	c.That(utf8.RuneCountInString(bare(d.EasyTitle)) <= 40, "easy_title", "やさしい日本語の名前は40字までです。")
	c.That(!result || d.EasyResult != "", "easy_result", "結果をやさしい日本語で書いてください。どうなったか、なぜか、これからどうするかを1文ずつ。")
	for _, f := range []struct{ name, text string }{{"easy_words", d.EasyWords}, {"easy_result", d.EasyResult}} {
		long := longest(f.text)
		c.That(utf8.RuneCountInString(long) <= 50, f.name, "1文が50字をこえています。「"+cut(long)+"」を2つに分けてください。")
	}
	c.That(utf8.RuneCountInString(d.EnTitle) <= 120, "en_title", "英語の名前は120字までです。")
	for name, text := range map[string]string{"en_words": d.EnWords, "en_result": d.EnResult, "easy_words": d.EasyWords, "easy_result": d.EasyResult} {
		c.That(utf8.RuneCountInString(text) <= 1000, name, "1000字までです。")
	}
	return c.Err()
}

// longest is the longest sentence of a text, without its readings and spaces.
func longest(text string) string {
	out := ""
	for _, s := range strings.FieldsFunc(bare(text), func(r rune) bool { return r == '。' || r == '\n' || r == '？' || r == '！' }) {
		if s = packed(s); utf8.RuneCountInString(s) > utf8.RuneCountInString(out) {
			out = s
		}
	}
	return out
}

func cut(s string) string {
	if r := []rune(s); len(r) > 12 {
		return string(r[:12]) + "…"
	}
	return s
}

// yearOf loads a ward's promises of a year for somebody who may publish them, in their order.
func (p *Publishing) yearOf(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]Promise, error) {
	if wardID == "" || !a.MayInWard(people.Publish, wardID) {
		return nil, refuse(a, wardID)
	}
	all, err := p.promises(ctx, tx, wardID, []clock.FY{fy})
	return all[fy][wardID], err
}

func find(all []Promise, itemID string) (int, error) {
	i := slices.IndexFunc(all, func(p Promise) bool { return p.ID == itemID })
	if i < 0 {
		return i, fault.Missing("この約束")
	}
	return i, nil
}

// PutPlainly saves the plain sentences of a promise. seen is the version the person had before them: where somebody
// else has saved since, nothing is written and the fault is a Conflict. The sentences stand for the text approved now;
// after a new approval they wait until they are saved again.
func (p *Publishing) PutPlainly(ctx context.Context, a people.Actor, wardID string, fy clock.FY, itemID string, seen clock.Instant, d Plain) error {
	return p.DB.Write(ctx, func(tx *db.Tx) error {
		all, err := p.yearOf(ctx, tx, a, wardID, fy)
		if err != nil {
			return err
		}
		i, err := find(all, itemID)
		if err != nil {
			return err
		}
		x := all[i]
		if err := d.Check(x.Result != nil); err != nil {
			return err
		}
		if x.UpdatedAt != seen {
			return fault.New(fault.Conflict, "ほかの人が先に保存しました。画面を開きなおすと、その内容が見えます。書いた内容は書きかけとして残っています。")
		}
		names, err := staffNames(ctx, tx, wardID)
		if err != nil {
			return err
		}
		x.Plain, x.WordsOf, x.ResultOf = d, x.wordsApproval(), x.resultApproval()
		if n := names[wardID].in(strings.Join([]string{bare(d.EasyTitle), bare(d.EasyWords), bare(d.EasyResult), d.EnTitle, d.EnWords, d.EnResult}, "\n")); n != "" {
			return fault.New(fault.Invalid, "職員の名前「"+n+"」が入っています。公開ページに個人の名前は載せません。「職員」や所属の名前に書きかえてください。")
		}
		if err := saveExtra(ctx, tx, a, wardID, x, p.instant()); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, "plain:"+itemID); err != nil {
			return err
		}
		return p.Note(ctx, tx, a, "put plainly", "goal", itemID, "")
	})
}

// Move puts a promise one place up (by -1) or down (by 1) on the page.
func (p *Publishing) Move(ctx context.Context, a people.Actor, wardID string, fy clock.FY, itemID string, by int) error {
	return p.DB.Write(ctx, func(tx *db.Tx) error {
		all, err := p.yearOf(ctx, tx, a, wardID, fy)
		if err != nil {
			return err
		}
		i, err := find(all, itemID)
		if err != nil {
			return err
		}
		if j := i + by; j >= 0 && j < len(all) {
			all[i], all[j] = all[j], all[i]
		}
		for i, x := range all {
			if x.Position == i+1 {
				continue
			}
			x.Position = i + 1
			if err := saveExtra(ctx, tx, a, wardID, x, x.UpdatedAt); err != nil {
				return err
			}
		}
		return p.Note(ctx, tx, a, "move", "goal", itemID, "public page")
	})
}

// SetTop chooses whether a promise stands at the head of its year; three at most do.
func (p *Publishing) SetTop(ctx context.Context, a people.Actor, wardID string, fy clock.FY, itemID string, top bool) error {
	return p.DB.Write(ctx, func(tx *db.Tx) error {
		all, err := p.yearOf(ctx, tx, a, wardID, fy)
		if err != nil {
			return err
		}
		i, err := find(all, itemID)
		if err != nil {
			return err
		}
		tops := len(pick(all, func(x Promise) bool { return x.Top && x.ID != itemID }))
		if top && tops >= TopMost {
			return fault.New(fault.Invalid, fmt.Sprintf("はじめに大きく出す約束は%dつまでです。ほかの約束を1つ外してから選んでください。", TopMost))
		}
		x := all[i]
		x.Top = top
		if err := saveExtra(ctx, tx, a, wardID, x, x.UpdatedAt); err != nil {
			return err
		}
		return p.Note(ctx, tx, a, map[bool]string{true: "put on top", false: "take from top"}[top], "goal", itemID, "public page")
	})
}

// yearDraft names the half-filled form of a ward's year.
func yearDraft(wardID string, fy clock.FY) string { return "publishing:" + wardID + num(int(fy)) }

// Announce saves what the ward says of a year: when the page is renewed, and whom to ask.
func (p *Publishing) Announce(ctx context.Context, a people.Actor, wardID string, fy clock.FY, seen clock.Instant, d Announced, sample bool) error {
	return p.DB.Write(ctx, func(tx *db.Tx) error {
		if wardID == "" || !a.MayInWard(people.Publish, wardID) {
			return refuse(a, wardID)
		}
		var c fault.Check
		c.That(d.NextOn.Valid(), "next_on", "次に新しくする日を、年・月・日で入れてください。決まっていなければ、めやすの日を入れます。")
		c.That(!d.NextOn.Valid() || d.NextOn >= a.Today, "next_on", "次に新しくする日が過ぎています。これからの日を入れてください。")
		c.That(d.Contact != "", "contact", "作成者・問合せ先を入れてください。例: みなと区役所 総務課　電話 000-000-0000")
		c.That(utf8.RuneCountInString(d.Contact) <= 300, "contact", "問合せ先は300字までです。")
		if err := c.Err(); err != nil {
			return err
		}
		names, err := staffNames(ctx, tx, wardID)
		if err != nil {
			return err
		}
		if n := names[wardID].in(d.Contact); n != "" {
			return fault.New(fault.Invalid, "職員の名前「"+n+"」が入っています。問合せ先は所属の名前で書いてください。")
		}
		was, err := announcedOf(ctx, tx, wardID)
		if err != nil {
			return err
		}
		if was[wardID][fy].UpdatedAt != seen {
			return fault.New(fault.Conflict, "ほかの人が先に保存しました。画面を開きなおして、もう一度入れてください。")
		}
		if err := saveAnnounced(ctx, tx, a, wardID, fy, d, sample, p.instant()); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, yearDraft(wardID, fy)); err != nil {
			return err
		}
		return p.Note(ctx, tx, a, "announce", "office", wardID, fy.Era())
	})
}
