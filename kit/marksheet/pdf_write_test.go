package marksheet_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
)

// pdfOf writes objects as a file, the first being the catalogue; object n of the file is objects[n-1].
func pdfOf(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n0\n%%%%EOF\n", len(objects)+1, trailer)
	return b.Bytes()
}

// scanned is a file with one page for each image object.
func scanned(images ...string) []byte {
	kids, objects := "", []string{"<< /Type /Catalog /Pages 2 0 R >>", ""}
	for _, img := range images {
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Rotate 90 /Resources << /XObject << /Im0 %d 0 R >> >> >>", n+1), img)
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [ %s] >>", len(images), kids)
	return pdfOf("", objects...)
}

func streamOf(dict string, raw []byte) string {
	return fmt.Sprintf("<< /Type /XObject /Subtype /Image %s /Length %d >>\nstream\n%s\nendstream", dict, len(raw), raw)
}

func deflated(raw []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(raw)
	z.Close()
	return b.Bytes()
}

// pdfInStreams is a file whose page, catalogue and trailer lie in streams (PDF 1.5).
func pdfInStreams(j []byte, g *image.Gray) []byte {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] >>",
		"<< /Type /Page /Resources << /XObject << /Im0 4 0 R >> >> >>"}
	heads, body := "", ""
	for i, o := range objects {
		heads += fmt.Sprintf("%d %d ", i+1, len(body))
		body += o + " "
	}
	packed := deflated([]byte(heads + body))
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	fmt.Fprintf(&b, "4 0 obj\n%s\nendobj\n", streamOf(sized(g, 8, "/DeviceGray")+" /Filter /DCTDecode", j))
	fmt.Fprintf(&b, "5 0 obj\n<< /Type /ObjStm /N 3 /First %d /Filter /FlateDecode /Length %d >>\nstream\r\n%s\r\nendstream\nendobj\n", len(heads), len(packed), packed)
	b.WriteString("6 0 obj\n<< /Type /XRef /Root 1 0 R /Length 0 >>\nstream\n\nendstream\nendobj\nstartxref\n0\n%%EOF")
	return b.Bytes()
}

// formed is a page whose picture lies in a form.
func formed(img string) []byte {
	return pdfOf("", "<< /Pages 2 0 R >>", "<< /Kids [3 0 R] /Resources << /XObject << /F 4 0 R >> >> >>", "<< /Type /Page >>",
		"<< /Subtype /Form /Resources << /XObject << /I 5 0 R >> >> /Length 0 >>\nstream\n\nendstream", img)
}

func twoPictures(a, b string) []byte {
	return pdfOf("", "<< /Pages 2 0 R >>", "<< /Kids [3 0 R] >>", "<< /Type /Page /Resources << /XObject << /A 4 0 R /B 5 0 R >> >> >>", a, b)
}
