package roster_test

import (
	"net/url"
	"testing"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

func TestReorganisationOnTheFirstOfAprilKeepsTheNamesOfTheRecords(t *testing.T) {
	h := newRoom(t)
	w := h.post(h.Kanri, "/offices/"+h.Kumin.ID+"/ending", url.Values{"last": {"2027/3/31"}, "how": {"rename"}, "name": {"市民課"}, "code": {"1102"}, "parent": {h.Minato.ID}})
	if w.Code != 303 {
		t.Fatal(w.Code, text(w.Body.String()))
	}
	for day, want := range map[clock.Date][]string{
		"2027-03-31": {"区民課 課長", "窓口担当 主事", "1102 区民課", "110201 窓口担当"},
		"2027-04-01": {"市民課 課長", "窓口担当 主事", "1102 市民課", "110201 窓口担当"},
	} {
		got := []string{h.placeOn(t, "001103", day), h.placeOn(t, "004101", day)}
		for _, code := range []string{"1102", "110201"} {
			h.Must(h.DB().Read(ctx, func(tx *db.Tx) error {
				o, err := people.OfficeByCode(ctx, tx, code, day)
				got = append(got, o.Code+" "+o.Name)
				return err
			}))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("on %s: %q, want %q", day, got[i], want[i])
			}
		}
	}
	old := h.get(h.Kanri, "/offices/"+h.Kumin.ID).Body.String()
	has(t, old, "区民課")
	has(t, old, "引きついだ所属")
	has(t, old, "市民課")
	has(t, h.get(h.Kanri, "/offices?on=2027/3/31").Body.String(), "区民課")
	hasNot(t, h.get(h.Hana, "/offices?on=2027/4/1").Body.String(), "区民課")
}

func TestPeopleOfAnEndedOfficeGoToItsMainSuccessorAndFiguresFindTheLine(t *testing.T) {
	h := newRoom(t)
	path := "/offices/" + h.Hoken.ID + "/ending"
	has(t, h.post(h.Kanri, path, url.Values{"last": {"2027/3/31"}, "how": {"merge"}}).Body.String(), "引きつぐ所属を1つ以上選んでください")
	w := h.post(h.Kanri, path, url.Values{"last": {"2027/3/31"}, "how": {"merge"}, "heir1": {h.Kumin.ID}, "heir2": {""}, "heir3": {h.Soumu.ID}})
	if w.Code != 303 || w.Header().Get("Location") != "/offices/"+h.Kumin.ID {
		t.Fatal(w.Code, text(w.Body.String()))
	}
	if got := h.placeOn(t, "001104", "2027-04-01"); got != "区民課 課長" {
		t.Error(got)
	}
	h.Must(h.DB().Read(ctx, func(tx *db.Tx) error {
		for _, o := range []people.Office{h.Kumin, h.Soumu} {
			line, err := people.Lineage(ctx, tx, o.ID)
			if err != nil {
				return err
			}
			if len(line) != 2 {
				t.Errorf("%s comes from %d offices, want itself and 保険年金課", o.Name, len(line))
			}
		}
		return nil
	}))
}

func TestAnOfficeWithPeopleOrOfficesBelowDoesNotEndWithoutASuccessor(t *testing.T) {
	h := newRoom(t)
	for _, o := range []people.Office{h.Kumin, h.Hoken} {
		_, err := h.People.Reorganise(ctx, h.Kanri, people.Reorganisation{OfficeID: o.ID, Last: "2027-03-31"})
		if fault.Of(err) != fault.Conflict {
			t.Errorf("%s: %v", o.Name, err)
		}
	}
	has(t, h.post(h.Kanri, "/offices/"+h.Hoken.ID+"/ending", url.Values{"last": {"2027/3/31"}, "how": {"close"}}).Body.String(), "引きつぐ所属を選ぶか")
	if _, err := h.People.Reorganise(ctx, h.Kanri, people.Reorganisation{OfficeID: h.Minato.ID, Last: "2027-03-31", Fresh: &people.OfficeDraft{Code: "19", Name: "新区"}}); fault.Of(err) != fault.Invalid {
		t.Errorf("a ward went on under a new name: %v", err)
	}
}

func TestTwoPeopleCorrectingOneOfficeSeeBothVersions(t *testing.T) {
	h := newRoom(t)
	form := url.Values{"seen": {string(h.Hoken.UpdatedAt)}, "name": {"保険課"}, "code": {"1103"}, "level": {"課"}, "counter": {"1"}}
	if w := h.post(h.Kanri, "/offices/"+h.Hoken.ID, form); w.Code != 303 {
		t.Fatal(w.Code, text(w.Body.String()))
	}
	form.Set("name", "年金課")
	w := h.post(h.Kanri, "/offices/"+h.Hoken.ID, form)
	if w.Code != 409 {
		t.Fatal(w.Code)
	}
	for _, want := range []string{"ほかの人が先に保存しました", "保険課", "年金課", h.Kanri.Name} {
		has(t, w.Body.String(), want)
	}
}

func TestADirectoryShowsOneWardAndTheCityShowsAll(t *testing.T) {
	h := newRoom(t)
	mine := h.get(h.Hana, "/offices").Body.String()
	has(t, mine, "窓口担当")
	hasNot(t, mine, "みどり区")
	hasNot(t, mine, "所属を追加")
	has(t, h.get(h.Kanri, "/offices").Body.String(), "みどり区")
	has(t, h.get(h.Kanri, "/offices?on=きのうのきのう").Body.String(), "日付として読めません")
}
