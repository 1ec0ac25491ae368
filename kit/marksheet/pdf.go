package marksheet

import (
	"bytes"
	"image"
	"strconv"

	"kaname/kit/fault"
)

// pdfFile is the objects of a PDF. They are found by reading the file from front to back rather than by its table
// of contents, so that a cut or mended file opens too.
type pdfFile struct {
	objects map[ref]any
	trailer dict
	locked  bool
}

const (
	maxObjects = 200_000
	maxNested  = 16 << 20 // bytes of all unpacked streams of objects
	maxVisits  = 20_000   // nodes of the tree of pages, and forms on a page: a file may say that one holds itself
)

func openPDF(data []byte) *pdfFile {
	f := &pdfFile{objects: map[ref]any{}, trailer: dict{}}
	s := &scanner{data: data}
	for s.at < len(data) && len(f.objects) < maxObjects {
		s.space()
		if s.at >= len(data) {
			break
		}
		before := s.at
		switch w := s.word(); {
		case w == "trailer":
			if d, ok := s.value(0).(dict); ok {
				f.noteTrailer(d)
			}
		case isNumber(w):
			f.object(s, w)
		}
		if s.at == before {
			s.at++
		}
	}
	f.nested()
	return f
}

// noteTrailer keeps the last root, and whether any part of the file is locked.
func (f *pdfFile) noteTrailer(d dict) {
	if d["Root"] != nil {
		f.trailer["Root"] = d["Root"]
	}
	f.locked = f.locked || d["Encrypt"] != nil
}

// object reads "gen obj value endobj" after the object's number.
func (f *pdfFile) object(s *scanner, number string) {
	back := s.at
	s.space()
	gen := s.word()
	s.space()
	if !isNumber(gen) || !s.has("obj") {
		s.at = back
		return
	}
	s.at += 3
	v := s.value(0)
	if d, ok := v.(dict); ok {
		s.space()
		if s.has("stream") {
			st := &stream{dict: d, raw: f.body(s, d)}
			if v = st; d["Type"] == name("XRef") {
				f.noteTrailer(d)
			}
		}
	}
	n, _ := strconv.Atoi(number)
	f.objects[ref(n)] = v
}

// body is what lies between stream and endstream: as long as said, or up to endstream where that is not so.
func (f *pdfFile) body(s *scanner, d dict) []byte {
	s.at += len("stream")
	if s.has("\r\n") {
		s.at += 2
	} else if s.has("\n") || s.has("\r") {
		s.at++
	}
	rest := s.data[s.at:]
	if n, ok := f.of(d["Length"]).(float64); ok && n >= 0 && n <= float64(len(rest)) {
		after := &scanner{data: rest, at: int(n)}
		for after.at < len(rest) && isSpace(rest[after.at]) {
			after.at++
		}
		if after.has("endstream") {
			s.at += after.at + len("endstream")
			return rest[:int(n)]
		}
	}
	end := bytes.Index(rest, []byte("endstream"))
	if end < 0 {
		s.at = len(s.data)
		return rest
	}
	s.at += end + len("endstream")
	return rest[:end]
}

// nested unpacks the objects that newer copiers put into streams (ISO 32000-1, 7.5.7).
func (f *pdfFile) nested() {
	var holders []*stream
	for _, v := range f.objects {
		if st, ok := v.(*stream); ok && st.dict["Type"] == name("ObjStm") {
			holders = append(holders, st)
		}
	}
	left, work := maxNested, 4*maxNested // bytes: objects that overlap must not make us read the same ones over and over
	for _, st := range holders {
		first, _ := f.of(st.dict["First"]).(float64)
		many, _ := f.of(st.dict["N"]).(float64)
		data, err := f.unpacked(st, left)
		if err != nil || first < 0 || first > float64(len(data)) {
			continue
		}
		left -= len(data)
		heads := &scanner{data: data[:int(first)]}
		for range int(min(max(many, 0), maxObjects)) {
			n, ok := heads.value(0).(float64)
			at, too := heads.value(0).(float64)
			if !ok || !too || work < 0 || n < 0 || at < 0 || at > float64(len(data))-first || len(f.objects) >= maxObjects {
				break
			}
			if _, known := f.objects[ref(n)]; !known {
				one := &scanner{data: data, at: int(first + at)}
				f.objects[ref(n)] = one.value(0)
				work -= one.at - int(first+at)
			}
		}
	}
}

// of follows references.
func (f *pdfFile) of(v any) any {
	for range 8 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[r]
	}
	return nil
}

func (f *pdfFile) dictOf(v any) dict {
	switch d := f.of(v).(type) {
	case dict:
		return d
	case *stream:
		return d.dict
	}
	return nil
}

// pdfPages are the scans of a PDF, one a page, unpacked only when asked for.
func pdfPages(data []byte) ([]func() (image.Image, error), error) {
	f := openPDF(data)
	if f.locked {
		return nil, fault.New(fault.Invalid, "には暗号かパスワードが付いていて、開けません。スキャナーの設定で暗号化をやめ、スキャンしなおしてください。")
	}
	root := f.dictOf(f.trailer["Root"])
	w := &walk{pdfFile: f, seen: map[ref]bool{}}
	if !w.page(root["Pages"], nil, 0) {
		return nil, fault.New(fault.Invalid, "は"+strconv.Itoa(MaxPages)+"ページをこえていて、一度に読めません。分けてスキャンしてください。")
	}
	if len(w.pages) == 0 {
		return nil, fault.New(fault.Invalid, "にはページが見つかりません。こわれているか、途中で切れています。もう一度スキャンしてください。")
	}
	return w.pages, nil
}

// walk goes through the tree of pages in order.
type walk struct {
	*pdfFile
	seen   map[ref]bool
	visits int
	pages  []func() (image.Image, error)
}

// page takes a page, or the pages below a node; false when there are too many.
func (w *walk) page(v any, resources any, depth int) bool {
	if r, ok := v.(ref); ok {
		if w.seen[r] {
			return true
		}
		w.seen[r] = true
	}
	d := w.dictOf(v)
	if w.visits++; d == nil || depth > maxDepth || w.visits > maxVisits {
		return w.visits <= maxVisits
	}
	if d["Resources"] != nil {
		resources = d["Resources"]
	}
	kids, tree := w.of(d["Kids"]).([]any)
	if !tree {
		w.pages = append(w.pages, func() (image.Image, error) { return w.scanOf(resources) })
		return len(w.pages) <= MaxPages
	}
	for _, k := range kids {
		if !w.page(k, resources, depth+1) {
			return false
		}
	}
	return true
}

// scanOf is the one picture of a page. How the page turns it does not matter: the reader finds it any way round.
func (f *pdfFile) scanOf(resources any) (image.Image, error) {
	visits := 0
	all := f.pictures(resources, 0, &visits)
	if len(all) == 0 {
		return nil, fault.New(fault.Invalid, "にスキャンした画像がありません。紙をスキャンしたPDFを選んでください。")
	}
	best, area, rest := all[0], 0.0, 0.0
	for _, st := range all {
		w, _ := f.of(st.dict["Width"]).(float64)
		h, _ := f.of(st.dict["Height"]).(float64)
		if rest += w * h; w*h > area {
			best, area = st, w*h
		}
	}
	if rest -= area; rest > area/10 {
		return nil, fault.New(fault.Invalid, "は画像が何枚にも分かれていて、読めません。スキャナーの設定で「高圧縮PDF」をやめるか、JPEGかPNGで保存しなおしてください。")
	}
	return f.picture(best)
}

// pictures are the images of a page, and of the forms it is made of.
func (f *pdfFile) pictures(resources any, depth int, visits *int) (all []*stream) {
	for _, v := range f.dictOf(f.dictOf(resources)["XObject"]) {
		if *visits++; *visits > maxVisits || depth > 3 {
			break
		}
		st, ok := f.of(v).(*stream)
		switch {
		case !ok:
		case f.of(st.dict["Subtype"]) == name("Image"):
			all = append(all, st)
		case f.of(st.dict["Subtype"]) == name("Form"):
			all = append(all, f.pictures(st.dict["Resources"], depth+1, visits)...)
		}
	}
	return all
}
