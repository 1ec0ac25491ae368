package job

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// Bar shows progress to who runs a command: one line that grows on a terminal, a plain line now and then in a file.
type Bar struct {
	Unit string // of what is counted; "" is 件

	w        io.Writer
	title    string
	terminal bool
	began    time.Time
	drawn    time.Time
	tenth    int
	now      func() time.Time
}

// NewBar starts a bar on w; whether w is a terminal it finds out itself.
func NewBar(w io.Writer, title string) *Bar {
	b := &Bar{w: w, title: title, now: time.Now, tenth: -1}
	if f, ok := w.(*os.File); ok {
		if s, err := f.Stat(); err == nil {
			b.terminal = s.Mode()&os.ModeCharDevice != 0
		}
	}
	b.began = b.now()
	return b
}

// cells is the length of the bar on a terminal.
const cells = 24

// At draws how far the work has come: on a terminal at most ten times a second, elsewhere at each tenth.
func (b *Bar) At(done, total int, say string) {
	now := b.now()
	if b.terminal {
		if now.Sub(b.drawn) < 100*time.Millisecond && done < total {
			return
		}
		b.drawn = now
		fmt.Fprintf(b.w, "\r\033[K%s %s", b.title, b.line(done, total, say, now))
		return
	}
	if total <= 0 {
		if b.tenth < 0 || now.Sub(b.drawn) >= 10*time.Second {
			b.tenth, b.drawn = 0, now
			fmt.Fprintf(b.w, "%s %s\n", b.title, strings.TrimSpace(say+" "+Thousands(done)+"件"))
		}
		return
	}
	if t := done * 10 / total; t > b.tenth {
		b.tenth = t
		fmt.Fprintf(b.w, "%s %d%% %s\n", b.title, done*100/total, b.counts(done, total, say))
	}
}

// End closes the line with how it came out.
func (b *Bar) End(say string) {
	took := b.now().Sub(b.began).Round(100 * time.Millisecond)
	if b.terminal {
		fmt.Fprint(b.w, "\r\033[K")
	}
	fmt.Fprintf(b.w, "%s %s（%s秒）\n", b.title, say, strconv.FormatFloat(took.Seconds(), 'f', 1, 64))
}

func (b *Bar) line(done, total int, say string, now time.Time) string {
	if total <= 0 {
		return strings.TrimSpace(say + " " + Thousands(done) + "件")
	}
	full := min(cells, done*cells/total)
	s := "[" + strings.Repeat("#", full) + strings.Repeat(".", cells-full) + "] " + fmt.Sprintf("%3d%% ", min(100, done*100/total)) + b.counts(done, total, say)
	if took := now.Sub(b.began); done > 0 && done < total && took > 2*time.Second {
		s += fmt.Sprintf("・残り約%d秒", int(took.Seconds()*float64(total-done)/float64(done))+1)
	}
	return s
}

func (b *Bar) counts(done, total int, say string) string {
	if b.Unit != "" {
		return strings.TrimSpace(Thousands(total) + b.Unit + "のうち" + Thousands(done) + b.Unit + " " + say)
	}
	return strings.TrimSpace(Thousands(total) + "件のうち" + Thousands(done) + "件 " + say)
}

// Thousands writes a count with commas, 31,074.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
