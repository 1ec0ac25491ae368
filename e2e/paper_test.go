package e2e

import (
	"context"
	"strings"

	"github.com/chromedp/chromedp"
)

// paper prints the page and counts the sheets.
func (p *person) paper() int {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPaper(chromedp.PaperSize{Width: 8.27, Height: 11.69}), chromedp.PDFPrintBackground()))
	if err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	n := sheets(pdf)
	if n == 0 {
		p.t.Fatalf("%s: no sheet in the print of %s", p.name, p.at())
	}
	return n
}

// sheets counts the page objects of a PDF.
func sheets(pdf []byte) int {
	n := 0
	for _, part := range strings.Split(string(pdf), "/Type")[1:] {
		part = strings.TrimLeft(part, " \r\n")
		if strings.HasPrefix(part, "/Page") && !strings.HasPrefix(part, "/Pages") {
			n++
		}
	}
	return n
}

// overflow says by how many pixels a page is wider than the window, and which pieces stick out.
func (p *person) overflow() string {
	p.t.Helper()
	return ask[string](p, `(() => {
		const d = document.documentElement, wide = d.clientWidth;
		if (d.scrollWidth <= wide) return "";
		const clipped = e => { for (let x = e.parentElement; x && x !== document.body; x = x.parentElement) if (getComputedStyle(x).overflowX !== "visible") return true; return false; };
		const out = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > wide + 1 && !clipped(e));
		const show = e => e.tagName.toLowerCase() + (typeof e.className === "string" && e.className ? "." + e.className.trim().replace(/\s+/g, ".") : "") + " " + Math.round(e.getBoundingClientRect().right);
		return d.scrollWidth + " px on " + wide + ": " + out.slice(0, 4).map(show).join(", ");
	})()`)
}
