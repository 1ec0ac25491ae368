package main

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"kaname/kit/db"
	"kaname/kit/dbtest"
)

// TestTheGeneratedCityHoldsTogether: the generator writes past every check of the house, so what it wrote is checked here.
func TestTheGeneratedCityHoldsTogether(t *testing.T) {
	ctx := context.Background()
	d := dbtest.New(t)
	if _, err := makeCity(ctx, d, small); err != nil {
		t.Fatal(err)
	}
	h, err := openHouse(ctx, d.Where())
	if err != nil {
		t.Fatal(err)
	}
	defer h.stop()
	if !d.Postgres() { // PostgreSQL has checked the keys while they came
		dangling := 0
		err := d.Read(ctx, func(tx *db.Tx) error {
			return tx.Row(ctx, `SELECT COUNT(*) FROM pragma_foreign_key_check`).Scan(&dangling)
		})
		if err != nil || dangling > 0 {
			t.Errorf("%d rows point to nothing (%v)", dangling, err)
		}
	}
	if n, broken, err := h.Audit.Verify(ctx); err != nil || broken != nil || n < 100 {
		t.Errorf("audit: %d entries, %v, %v", n, broken, err)
	}
}

// TestEveryPageIsOpenedBySomebody: a page that nobody of the cast can open would be measured by nobody.
func TestEveryPageIsOpenedBySomebody(t *testing.T) {
	ctx := context.Background()
	d := dbtest.New(t)
	if _, err := makeCity(ctx, d, small); err != nil {
		t.Fatal(err)
	}
	h, err := openHouse(ctx, d.Where())
	if err != nil {
		t.Fatal(err)
	}
	defer h.stop()
	paths, numbers, err := h.paths(ctx)
	if err != nil {
		t.Fatal(err)
	}
	opened := map[string]bool{}
	for _, who := range cast {
		c, err := signIn(h.at, numbers[who.role], password)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			l, err := h.look(ctx, c, p.route, p.of(who.role), 1)
			if err != nil {
				t.Fatal(err)
			}
			if l.code >= 500 {
				t.Errorf("%s answers %s with %d", p.filled, who.name, l.code)
			}
			if l.code == http.StatusOK && l.statements == 0 && !p.public {
				t.Errorf("%s: no statement was counted", p.filled)
			}
			opened[p.route] = opened[p.route] || l.code == http.StatusOK || l.code == http.StatusSeeOther
		}
	}
	for _, p := range paths {
		if !opened[p.route] {
			t.Errorf("nobody opens %s (%s)", p.route, p.filled)
		}
	}
}

func TestAFlowOfAVisitorEndsInTheThanksPageAndItsAnswerIsHeld(t *testing.T) {
	ctx := context.Background()
	data := t.TempDir()
	code, err := oneSurvey(ctx, data)
	if err != nil {
		t.Fatal(err)
	}
	h, err := openHouseAt(ctx, filepath.Join(data, "kaname.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer h.stop()
	w, err := dial(h.at)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	told := ""
	if err := visit(code, func(key string) { told = key })(w); err != nil {
		t.Fatal(err)
	}
	n := 0
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT COUNT(*) FROM survey_answers WHERE form_key = $1`, told).Scan(&n)
	})
	if err != nil || n != 1 {
		t.Errorf("the acknowledged answer is held %d times (%v)", n, err)
	}
	if err := visit("none", func(string) {})(w); err == nil {
		t.Error("a flow at a counter that does not exist counts as one")
	}
}

func TestAMissedTargetIsCounted(t *testing.T) {
	var out strings.Builder
	r := report{out: io.MultiWriter(&out)}
	r.judge("page", "≤ 80 ms", "90 ms", false, "")
	r.judge("page", "≤ 80 ms", "70 ms", true, "")
	r.tell("page", "1 ms", "")
	if r.missed() != 1 || !strings.Contains(out.String(), "MISSED") || !strings.Contains(out.String(), "met ") {
		t.Errorf("%d missed\n%s", r.missed(), &out)
	}
}
