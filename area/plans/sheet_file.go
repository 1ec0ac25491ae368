package plans

import (
	"net/http"
)

// ParseSheet reads a plan from the filled-in template, as xlsx or CSV.
func ParseSheet(name string, data []byte) (Plan, Problems) {
	return Plan{}, Problems{{What: "TODO"}}
}

func (ps *Plans) template(w http.ResponseWriter, r *http.Request) error { return nil }

func writePlan(w http.ResponseWriter, as string, p Plan) error     { return nil }
func writeReport(w http.ResponseWriter, as string, r Report) error { return nil }
func lostIn(r Report) string                                       { return "" }
