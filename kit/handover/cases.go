package handover

import (
	"errors"
	"strings"

	"kaname/kit/fault"
)

// Case says how a file stands. As an error it is the cause of a fault with a sentence for the person, so that
// errors.Is(err, handover.Truncated) tells which case it was. Whatever the case, nothing that was kept is lost.
type Case string

// The cases in which a file is refused.
const (
	Empty            Case = "empty"
	NotHandover      Case = "not a hand-over file"
	OtherKind        Case = "hand-over file of another kind"
	Newer            Case = "newer format"
	TooLarge         Case = "too large"
	Truncated        Case = "truncated"
	Altered          Case = "altered"
	Unsigned         Case = "unsigned"
	UnknownSigner    Case = "unknown signer"
	ForeignCollector Case = "foreign collector"
	ForeignOffice    Case = "foreign office key"
	Malformed        Case = "signed but malformed"
	Forked           Case = "forked stream"       // the same number was taken with another content
	Older            Case = "older issue"         // of published files
	Unreconciled     Case = "counts do not agree" // of a receipt
	Unreadable       Case = "unreadable record"   // one record; never refuses its chunk
	BadKey           Case = "bad key or card"     // a key file or a card
	BadName          Case = "refused file name"   // in a bundle of published files
)

// The cases in which a chunk or an issue is accepted.
const (
	InOrder  Case = "in order"
	Repeated Case = "repeated" // taken before: nothing to do
	Early    Case = "early"    // taken; chunks before it are still missing
	Late     Case = "late"     // taken; it fills a gap, wholly or in part
)

func (c Case) Error() string { return "handover: " + string(c) }

// CaseOf returns the case of err, or "" where err has none.
func CaseOf(err error) Case {
	var c Case
	errors.As(err, &c)
	return c
}

// refuse makes the fault of a case that says what, why and remedy.
func refuse(c Case, say ...string) error {
	return fault.Wrap(fault.Invalid, strings.Join(say, ""), c)
}

// kind is what a file carries, and the words for it.
type kind struct {
	word string // in the first line
	noun string // on screens
	from string // where it is written anew
}

var (
	records   = kind{"records", "答えの受け渡しファイル", "受け口"}
	receipts  = kind{"receipt", "受領書", "庁内"}
	published = kind{"published", "公開のファイル", "庁内"}
)

// again is the remedy that always helps: the writing side still has everything.
func (k kind) again() string {
	return k.from + "でもう一度書き出して、持ってきてください。何度入れても二重にはなりません。"
}

func (k kind) empty() error {
	return refuse(Empty, "ファイルが空です。書き出しの途中で抜いたか、途中の装置が中身を捨てたと思われます。", k.again())
}

func (k kind) foreign() error {
	return refuse(NotHandover, "これは、かなめの", k.noun, "ではありません（初めの行がちがいます）。「kaname-」で始まる名前のファイルを選んでください。")
}

func (k kind) other(o kind) error {
	return refuse(OtherKind, "これは", o.noun, "です。ここに入れるのは", k.noun, "です。ファイルを選びなおしてください。")
}

func (k kind) newer(version string) error {
	return refuse(Newer, "このファイルは新しい形式（第", version, "版）で、このプログラムは第1版まで読めます。プログラムを新しくしてから、同じファイルを入れてください。ファイルは捨てないでください。")
}

func (k kind) truncated() error {
	return refuse(Truncated, "ファイルが途中で切れています（終わりの行がありません）。書き出しやコピーの途中で抜いたと思われます。何も変えていません。", k.again())
}

func (k kind) altered(why string) error {
	return refuse(Altered, "ファイルの中身が、書き出したときと変わっています（", why, "）。何も変えていません。", k.again(), "続くときは、途中の装置か、だれかが書きかえています。管理者に知らせてください。")
}

func (k kind) unsigned() error {
	return refuse(Unsigned, "ファイルに署名がありません。だれが書いたかを確かめられないので、取り込みません。", k.again())
}

func (k kind) unknownSigner(name, number string) error {
	return refuse(UnknownSigner, "「", name, "」を名のるファイルですが、署名した鍵（", number, "）は登録されていません。鍵を替えたなら、電話で番号を確かめてから新しい鍵の札を登録し、同じファイルを入れてください。覚えがないなら取り込まず、管理者に知らせてください。")
}

func (k kind) malformed(why string) error {
	return refuse(Malformed, "署名は正しいのに、読めない所があります（", why, "）。", k.from, "のプログラムの誤りと思われます。ファイルを残し、管理者に知らせてください。")
}

func (k kind) tooLarge() error {
	return refuse(TooLarge, "ファイルが大きすぎます（1GiBまで）。", k.from, "で小さく分けて書き出してください。")
}
