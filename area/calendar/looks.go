package calendar

import (
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"

	"kaname/kit/ui"
	"kaname/people"
)

// gr, rs and gc are the places in the year's grid: row, rows high, column of a month 1–12.
func gr(row int) string  { return fmt.Sprintf("gr-%d", row) }
func rs(rows int) string { return fmt.Sprintf("rs-%d", rows) }
func gc(col int) string  { return fmt.Sprintf("gc-%d", col+1) }

// ways are 帯, 表 and 月: three looks at one year, each complete.
func (v View) ways() []ui.Link {
	var more []string
	if v.All {
		more = []string{"detail", "all"}
	}
	return []ui.Link{{Name: "帯", Href: link("/calendar", v.Year, more...), On: !v.Table}, {Name: "表", Href: link("/calendar", v.Year, append(more, "view", "table")...), On: v.Table},
		{Name: "月", Href: link("/calendar/month", v.Year, "m", v.someMonth())}}
}

// someMonth is this month in this year, else the first month of the year.
func (v View) someMonth() string {
	if v.Year.Month() > 0 {
		return string(v.Today[:7])
	}
	return string(v.First()[:7])
}

func monthWays(y Year) []ui.Link {
	return []ui.Link{{Name: "帯", Href: link("/calendar", y)}, {Name: "表", Href: link("/calendar", y, "view", "table")}, {Name: "月", Href: link("/calendar/month", y), On: true}}
}

func monthSwitches(y Year, m Month, wards []people.Office) []ui.Switch {
	if len(wards) == 0 {
		return nil
	}
	return []ui.Switch{wardSwitch(y, wards, func(to Year) string { return link("/calendar/month", to, "m", monthKey(m.Year, m.Month)) })}
}

func (v View) paperLink() string {
	if v.All {
		return link("/calendar/paper", v.Year, "detail", "all")
	}
	return link("/calendar/paper", v.Year)
}

// paperSize chooses how large the boxes are on paper, so that the year fills one sheet and never runs over it.
func (v View) paperSize() string {
	rows := 0
	for _, b := range v.Bands(v.All) {
		rows += b.Rows
	}
	switch {
	case rows <= 14:
		return "cal-paper--large"
	case rows > 21:
		return "cal-paper--dense"
	}
	return ""
}

func (it Item) stepHref() string {
	return link("/calendar/steps/"+url.PathEscape(it.Step), Year{WardID: it.WardID, FY: it.FY})
}

func crumb(y Year, here string) []ui.Link {
	return []ui.Link{{Name: "目標と改善", Href: "/board"}, {Name: "年間の段取り", Href: link("/calendar", y)}, {Name: here}}
}

func owner(s Step, y Year) string {
	if s.WardID == "" {
		return "市の事務局（全市）"
	}
	return y.WardName + "の事務局"
}

// keeper is who finishes and changes the steps of a year.
func keeper(y Year) string {
	if y.WardID == "" {
		return "市の事務局"
	}
	return y.WardName + "の事務局か市の事務局"
}

// readers are who will read what is written into a year.
func readers(y Year) string {
	if y.WardID == "" {
		return "全市の職員"
	}
	return "区の職員"
}

func (f form) title() string {
	if f.Key == "" {
		return "段取りを足す"
	}
	return "段取りをなおす"
}

func (f form) scope() string {
	if f.WardID == "" {
		return f.FY.Long() + "　全市の段取り"
	}
	return f.FY.Long() + "　" + f.WardName
}

func (f form) action() string {
	if f.Key == "" {
		return "/calendar/steps"
	}
	return "/calendar/steps/" + f.Key
}

// broken is a box's name as HTML that breaks only where the name allows it.
func (s Step) broken() string {
	pieces := s.Narrow()
	for i := range pieces {
		pieces[i] = html.EscapeString(pieces[i])
	}
	return strings.Join(pieces, "<wbr>")
}

// monthHead is a column's head: the first, the last and this month have 月 after the number.
func (v View) monthHead(i, month int) string {
	if i == 0 || i == 11 || i+1 == v.Year.Month() {
		return strconv.Itoa(month) + "月"
	}
	return strconv.Itoa(month)
}
