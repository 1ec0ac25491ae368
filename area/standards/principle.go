package standards

import (
	"context"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// Principle (理念) is one of the few things the city's service stands on. Each wording is kept with its days.
type Principle struct {
	ID string
	PrincipleDraft
	From, To  clock.Date
	ByName    string
	At        clock.Instant
	Sample    bool
	Standards int // in force, for the list
}

// PrincipleDraft is what the city writes of it.
type PrincipleDraft struct {
	Position   int // its number
	Name, Text string
}

// Check returns a fault that names each field that cannot stand.
func (d PrincipleDraft) Check() error {
	var c fault.Check
	c.That(d.Position >= 1 && d.Position <= 99, "position", "番号は1から99までの数で入れてください。")
	c.That(d.Name != "", "name", "名前を入れてください（例 市民の視点）。")
	c.That(utf8.RuneCountInString(d.Name) <= 20, "name", "名前は20字までです。")
	c.That(d.Text != "", "text", "どう行動するのかを1文か2文で書いてください。")
	c.That(utf8.RuneCountInString(d.Text) <= 200, "text", "200字までです。")
	return c.Err()
}

// Shipped are eight principles to start from; a city changes them as it likes.
var Shipped = []PrincipleDraft{
	{1, "基本的な使命", "公共サービスをになう者として、正しい情報にもとづき、公平・公正に仕事をします。"},
	{2, "市民の視点", "市民が自分の困りごとを解くのを、そばで支えます。"},
	{3, "適切なサービス提供", "目的を果たすために何が要るかを考え、手間を惜しまず、解決につなげます。"},
	{4, "市民と共感", "安心して話せる雰囲気をつくり、よく聞いて受けとめます。"},
	{5, "ニーズの把握", "何を求めているのかを、話の中からいっしょに見つけます。"},
	{6, "快適な環境", "庁舎の中を、気持ちよく使えるように整えます。"},
	{7, "効率的運営", "市民と区役所の、両方の時間と費用を考えて進めます。"},
	{8, "組織間の連携", "職場の中でも部署の間でも、情報を分かち合い、つながりをよくします。"},
}

func denyWrite(what string) error { return fault.Denied(what, "市の事務局") }

// BeginPrinciples writes the eight shipped principles where the city has none yet.
func (ss *Standards) BeginPrinciples(ctx context.Context, a people.Actor, sample bool) error {
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		have, err := principlesOn(ctx, tx, people.Forever)
		if err != nil {
			return err
		}
		if len(have) > 0 {
			return fault.New(fault.Conflict, "理念はもうあります。直すものを選んでください。")
		}
		for _, d := range Shipped {
			if _, err := ss.writePrinciple(ctx, tx, a, d, sample); err != nil {
				return err
			}
		}
		return nil
	})
}

// WritePrinciple adds a principle from today.
func (ss *Standards) WritePrinciple(ctx context.Context, a people.Actor, d PrincipleDraft, sample bool) (principleID string, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error { principleID, err = ss.writePrinciple(ctx, tx, a, d, sample); return err })
	return principleID, err
}

func (ss *Standards) writePrinciple(ctx context.Context, tx *db.Tx, a people.Actor, d PrincipleDraft, sample bool) (string, error) {
	if !a.May(people.WriteStandards) {
		return "", denyWrite("理念を書く")
	}
	if err := d.Check(); err != nil {
		return "", err
	}
	p := Principle{ID: id.New(), PrincipleDraft: d, From: a.Today, To: people.Forever, At: ss.instant(), Sample: sample}
	if err := insertPrinciple(ctx, tx, a, p); err != nil {
		return "", err
	}
	return p.ID, ss.Note(ctx, tx, a, "write", "principle", p.ID, d.Name)
}

// RevisePrinciple gives a principle a new wording from today; the wording before stays readable under its days.
// seen is the moment of the wording the person had before them.
func (ss *Standards) RevisePrinciple(ctx context.Context, a people.Actor, principleID string, seen clock.Instant, d PrincipleDraft) error {
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		if !a.May(people.WriteStandards) {
			return denyWrite("理念を変える")
		}
		if err := d.Check(); err != nil {
			return err
		}
		p, err := findPrinciple(ctx, tx, principleID)
		if err != nil {
			return err
		}
		if seen != "" && seen != p.At {
			return fault.New(fault.Conflict, "ほかの人が先に保存しました。開きなおして、いまの文を確かめてから直してください。")
		}
		if err := endPrinciple(ctx, tx, p, a.Today); err != nil {
			return err
		}
		p.PrincipleDraft, p.From, p.To, p.At = d, a.Today, people.Forever, ss.instant()
		if err := insertPrincipleVersion(ctx, tx, a, p); err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, "revise", "principle", p.ID, "")
	})
}

// Principles lists the principles as they read at the end of fy (today, in the running year), with how many standards each has.
func (ss *Standards) Principles(ctx context.Context, a people.Actor, fy clock.FY) (all []Principle, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		set, err := ss.load(ctx, tx, a, fy, scope{none: true})
		if err != nil {
			return err
		}
		all = set.Principles
		return nil
	})
	return all, err
}

// PrincipleHistory lists all wordings of a principle, the newest first.
func (ss *Standards) PrincipleHistory(ctx context.Context, a people.Actor, principleID string) (all []Principle, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		all, err = principleVersions(ctx, tx, principleID)
		if err == nil && len(all) == 0 {
			err = fault.Missing("この理念")
		}
		return err
	})
	return all, err
}
