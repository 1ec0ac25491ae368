package textfile

import (
	"net/http"
)

// Ext is the file ending of an export form: xlsx, or csv for both kinds of CSV.
func Ext(as string) string {
	if as == "xlsx" {
		return "xlsx"
	}
	return "csv"
}

// Send answers a request for a list as a file: as is xlsx, csv (UTF-8 with BOM) or cp932.
func Send(w http.ResponseWriter, as string, s Sheet, name string) error {
	w.Header().Set("Content-Disposition", ContentDisposition(name))
	switch as {
	case "xlsx":
		w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		return WriteXLSX(w, s)
	case "cp932":
		w.Header().Set("Content-Type", "text/csv; charset=Shift_JIS")
		return WriteCSV(w, s, CP932)
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	return WriteCSV(w, s, UTF8BOM)
}

// Lost are the characters of s that CP932 cannot hold, for the page to say before the download.
func Lost(s Sheet) string { return string(Unmappable(s)) }
