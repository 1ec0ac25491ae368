package app_test

import (
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"kaname/app"
	"kaname/app/apptest"
	"kaname/kit/dbtest"
	"kaname/people"
)

var update = flag.Bool("update", false, "rewrite routes.golden")

func TestEveryRouteAndItsGateIsReviewed(t *testing.T) {
	got := app.New(app.Config{}, dbtest.New(t)).Routes.List()
	if *update {
		if err := os.WriteFile("testdata/routes.golden", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/routes.golden")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("routes changed; review, then run with -update:\n%s", got)
	}
}

// TestNobodyEntersUninvited walks every route as a stranger and as somebody who works here but holds no post.
func TestNobodyEntersUninvited(t *testing.T) {
	c := apptest.New(t)
	nobody := people.NewActor(people.Person{ID: "00000000-0000-7000-8000-000000000000"}, nil, c.Hana.Now, c.App.Start())
	fill := strings.NewReplacer("{$}", "", "{id}", "1", "{measure}", "1", "{stage}", "mid", "{file}", "x", "{code}", "x", "{cid}", "1", "{key}", "x")
	for line := range strings.Lines(c.App.Routes.List()) {
		f := strings.Fields(line)
		method, path, gate := f[0], fill.Replace(f[1]), strings.Join(f[2:], " ")
		if gate == "public" {
			continue
		}
		w := c.Ask(people.Actor{}, method, path)
		if w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/signin") {
			t.Errorf("%s %s lets a stranger in: %d", method, path, w.Code)
		}
		if gate == "signed in" {
			continue
		}
		if w := c.Ask(nobody, method, path); w.Code != 403 {
			t.Errorf("%s %s lets in someone without %s: %d", method, path, gate, w.Code)
		}
	}
}

// floors from the ground up; an import may only go down, and no room on the same floor imports another.
var floors = []string{"kit", "people", "shared", "area", "app", "cmd"}

func TestImportsGoDownOnly(t *testing.T) {
	out, err := exec.Command("go", "list", "-test", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "kaname/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if strings.Contains(line, ".test") || strings.Contains(line, "[") { // tests may use the whole house
			continue
		}
		from, room := place(f[0])
		for _, imp := range f[1:] {
			to, other := place(imp)
			if to < 0 || from < 0 || f[0] == imp {
				continue
			}
			seen++
			if to > from || to == from && floors[to] == "area" && room != other {
				t.Errorf("%s imports %s", f[0], imp)
			}
		}
	}
	if seen < 20 {
		t.Fatalf("only %d imports looked at", seen)
	}
}

func place(path string) (floor int, room string) {
	rest, ok := strings.CutPrefix(path, "kaname/")
	if !ok {
		return -1, ""
	}
	parts := strings.Split(rest, "/")
	switch parts[0] {
	case "migrations":
		return 0, ""
	case "plans":
		return 0, ""
	case "bench", "e2e":
		return len(floors), parts[0]
	}
	for i, f := range floors {
		if f == parts[0] {
			if len(parts) > 1 {
				room = parts[1]
			}
			return i, room
		}
	}
	return -1, ""
}
