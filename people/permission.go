package people

// Permission is one thing a person may be allowed to do. This page lists them all.
type Permission string

// The permissions, by room.
const (
	WriteGoals      Permission = "goals.write"       // open, revise and report goals and initiatives
	LeadGoals       Permission = "goals.lead"        // settle reviews, carry over, put goals forward for publication
	WritePolicies   Permission = "policies.write"    // write the ward head's policy of the year
	WriteAims       Permission = "aims.write"        // choose the month's aim of one's counter
	WriteStandards  Permission = "standards.write"   // draft the city's principles and standards
	ProposeStandard Permission = "standards.propose" // propose that a standard rises, or that a practice becomes one
	CheckStandards  Permission = "standards.check"   // record whether an office meets a standard
	DecideStandards Permission = "standards.decide"  // the directors' meeting's yearly decision
	ImportPlans     Permission = "plans.import"      // bring plans and their versions in
	AdoptPlans      Permission = "plans.adopt"       // let the ward run a plan, assign its initiatives
	WriteSurveys    Permission = "surveys.write"     // make, open and close visitor surveys
	AnswerVoices    Permission = "voices.answer"     // write what changed because of a voice
	Publish         Permission = "publish"           // prepare and write the public pages
	WriteCalendar   Permission = "calendar.write"    // add to the year's arrangements
	WriteRoster     Permission = "roster.write"      // offices, staff, posts, import
	IssueCodes      Permission = "codes.issue"       // one-time codes for sign-in
	ReadAudit       Permission = "audit.read"        // who saw and who changed
	WriteSettings   Permission = "settings.write"    // city, words, thresholds, holidays
)

// Scope is how far a permission reaches from the post that gives it.
type Scope int

// The scopes: 所属, 区, 市.
const (
	OwnOffice Scope = iota + 1
	OwnWard
	WholeCity
)

// Role is what a post makes of its holder.
type Role string

// The roles of domain.md §15 that this product knows so far.
const (
	Staff          Role = "staff"           // 職員（会計年度任用職員をふくむ）
	Supervisor     Role = "supervisor"      // 管理監督者（係長等）
	SectionHead    Role = "section_head"    // 課長（所属長）
	WardHead       Role = "ward_head"       // 区長
	Secretariat    Role = "secretariat"     // 区の事務局（総務課・人材育成担当）
	Director       Role = "director"        // 区民サービス部長会議
	CityOffice     Role = "city_office"     // 市の事務局
	Administrator  Role = "administrator"   // 管理者（名簿・番号・控え）
	PublicRelation Role = "public_relation" // 広報（公開）
)

// Roles lists every role with its name, in the order of a choice.
var Roles = []struct {
	Role Role
	Name string
}{
	{Staff, "職員"}, {Supervisor, "管理監督者（係長等）"}, {SectionHead, "所属長（課長）"}, {WardHead, "区長"},
	{Secretariat, "事務局（総務課・人材育成担当）"}, {PublicRelation, "広報"}, {Director, "区民サービス部長会議"},
	{CityOffice, "市の事務局"}, {Administrator, "管理者"},
}

// RoleName is the role's name on screens.
func RoleName(r Role) string {
	for _, e := range Roles {
		if e.Role == r {
			return e.Name
		}
	}
	return string(r)
}

var everyone = map[Permission]Scope{
	WriteGoals: OwnOffice, WriteAims: OwnOffice, ProposeStandard: OwnWard, AnswerVoices: OwnOffice,
}

// grants is the whole of who may do what, and how far.
var grants = map[Role]map[Permission]Scope{
	Staff:       everyone,
	Supervisor:  with(everyone, map[Permission]Scope{CheckStandards: OwnOffice}),
	SectionHead: with(everyone, map[Permission]Scope{LeadGoals: OwnOffice, CheckStandards: OwnOffice}),
	WardHead: with(everyone, map[Permission]Scope{WriteGoals: OwnWard, LeadGoals: OwnWard, WritePolicies: OwnWard,
		CheckStandards: OwnWard, AnswerVoices: OwnWard, Publish: OwnWard}),
	Secretariat: with(everyone, map[Permission]Scope{WriteGoals: OwnWard, LeadGoals: OwnWard, WritePolicies: OwnWard,
		WriteAims: OwnWard, CheckStandards: OwnWard, ImportPlans: OwnWard, AdoptPlans: OwnWard, WriteSurveys: OwnWard,
		AnswerVoices: OwnWard, Publish: OwnWard, WriteCalendar: OwnWard}),
	PublicRelation: with(everyone, map[Permission]Scope{Publish: OwnWard}),
	Director:       {ProposeStandard: WholeCity, DecideStandards: WholeCity},
	CityOffice: {WriteStandards: WholeCity, ProposeStandard: WholeCity, ImportPlans: WholeCity, WriteCalendar: WholeCity,
		Publish: WholeCity, WriteSurveys: WholeCity},
	Administrator: {WriteRoster: WholeCity, IssueCodes: WholeCity, ReadAudit: WholeCity, WriteSettings: WholeCity},
}

func with(a, b map[Permission]Scope) map[Permission]Scope {
	out := make(map[Permission]Scope, len(a)+len(b))
	for _, m := range []map[Permission]Scope{a, b} {
		for p, s := range m {
			out[p] = max(out[p], s)
		}
	}
	return out
}
