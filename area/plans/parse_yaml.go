package plans

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

const (
	largestFile = 8 << 20
	deepest     = 40
)

// ParseYAML reads one plan from a YAML file and checks it. The plan is whole only when there are no problems.
func ParseYAML(data []byte) (Plan, Problems) {
	var p Plan
	r := &yamlReader{}
	n := r.document(data)
	if n == nil {
		return p, r.ps
	}
	r.plan(&p)(n)
	if len(r.ps) == 0 {
		r.ps = p.Check()
	} else {
		r.ps = merge(r.ps, p.Check())
	}
	return p, r.ps
}

// merge adds later problems unless their line already has one, so that one slip is not told twice.
func merge(first, later Problems) Problems {
	told := map[int]bool{}
	for _, p := range first {
		told[p.Line] = true
	}
	for _, p := range later {
		if p.Line != 0 && !told[p.Line] {
			first = append(first, p)
		}
	}
	first.sort()
	return first
}

type yamlReader struct {
	ps    Problems
	depth int
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// document finds the one mapping a plan file holds, or notes why there is none.
func (r *yamlReader) document(data []byte) *yaml.Node {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > largestFile:
		r.ps.add(Place{}, "ファイルが大きすぎます。", "計画のファイルは8MBまでです。", "別のファイルを選んでいないか、たしかめてください。")
		return nil
	case !utf8.Valid(data):
		r.ps.add(Place{}, "文字の書き方がUTF-8ではありません。", "", "UTF-8で保存しなおすか、Excelのひな型を使ってください。")
		return nil
	case len(bytes.TrimSpace(data)) == 0:
		r.ps.add(Place{}, "ファイルが空です。", "", "ひな型を書き出して、計画を書いてください。")
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	if err := dec.Decode(&doc); err != nil || len(doc.Content) == 0 {
		r.broken(err)
		return nil
	}
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		r.ps.add(Place{Line: more.Line}, "一つのファイルに計画が二つあります。", "", "計画ごとにファイルを分けてください（--- で区切れません）。")
	}
	return doc.Content[0]
}

func (r *yamlReader) broken(err error) {
	at := Place{}
	if err != nil {
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			at.Line, _ = strconv.Atoi(m[1])
		}
	}
	r.ps.add(at, "YAMLとして読めません。", "", "この行とすぐ上の行の字下げ（空白の数）、「: 」のあとの空白、引用符の閉じ忘れを見てください。タブは使えません。")
}

// take reads one value of a mapping.
type take func(n *yaml.Node)

// field is one key a mapping may have.
type field struct {
	key  string
	take take
}

// object reads a mapping whose keys are all known; it tells of unknown and repeated keys.
func (r *yamlReader) object(n *yaml.Node, m *marks, what string, fields ...field) {
	m.here = Place{Line: n.Line}
	if r.depth++; r.depth > deepest {
		r.ps.add(m.here, "入れ子が深すぎます。", "", strconv.Itoa(deepest)+"段までにしてください。")
		r.depth--
		return
	}
	defer func() { r.depth-- }()
	if n.Kind != yaml.MappingNode {
		r.wrong(n, what+"の書き方が違います。", "「"+fields[0].key+": …」のように、名と値の組で書いてください。")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		f := fieldOf(fields, k.Value)
		switch {
		case f == nil:
			r.unknown(k, what, fields)
			continue
		case seen[k.Value]:
			r.wrong(k, "「"+k.Value+"」が二度書かれています。", "一つにしてください。")
			continue
		}
		seen[k.Value] = true
		m.mark(k.Value, Place{Line: v.Line})
		if v.Kind == yaml.AliasNode {
			r.wrong(v, "*"+clip(v.Value)+" のような参照は使えません。", "値をそのまま書いてください。")
			continue
		}
		if v.Tag != "!!null" {
			f.take(v)
		}
	}
}

func fieldOf(fields []field, key string) *field {
	for i := range fields {
		if fields[i].key == key {
			return &fields[i]
		}
	}
	return nil
}

// keyWords are the Japanese words a person may write for a key.
var keyWords = map[string]string{
	"題名": "title", "名前": "title", "内容": "text", "説明": "text", "番号": "key", "現状": "before", "前": "before", "後": "after", "担当": "responsible", "年度": "years",
	"目標": "targets", "指標": "indicators", "役割": "roles", "理念": "principles", "市": "municipality", "区": "ward", "版": "version", "段": "levels", "取組": "items", "形": "shape",
	"単位": "unit", "母数": "of", "値": "value", "name": "title", "id": "key", "description": "text", "owner": "responsible", "target": "targets", "children": "items", "goals": "targets", "base": "of", "of": "base",
}

func (r *yamlReader) unknown(k *yaml.Node, what string, fields []field) {
	var keys []string
	for _, f := range fields {
		keys = append(keys, f.key)
	}
	remedy := "使える名は " + strings.Join(keys, "、") + " です。"
	guess := keyWords[narrow(k.Value)]
	if fieldOf(fields, guess) == nil {
		guess = nearest(k.Value, keys)
	}
	if guess != "" {
		remedy = "「" + guess + "」ではありませんか。"
	}
	r.wrong(k, what+"に「"+clip(k.Value)+"」という名はありません。", remedy)
}

func (r *yamlReader) wrong(n *yaml.Node, what, remedy string) {
	r.ps.add(Place{Line: n.Line}, what, "", remedy)
}

// scalar gives the written text of a single value, or tells that a list stands there.
func (r *yamlReader) scalar(n *yaml.Node) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		r.wrong(n, "一つの値を書く所に、一覧か組が書かれています。", "値を一つだけ書いてください。")
		return "", false
	}
	return n.Value, true
}

// each reads a list; a single value or mapping counts as a list of one.
func (r *yamlReader) each(n *yaml.Node, fn take) {
	if n.Kind != yaml.SequenceNode {
		fn(n)
		return
	}
	for _, c := range n.Content {
		if c.Kind == yaml.AliasNode {
			r.wrong(c, "*"+clip(c.Value)+" のような参照は使えません。", "値をそのまま書いてください。")
			continue
		}
		fn(c)
	}
}
