package handover

import (
	"bytes"
	"strconv"
)

// B64 is how a name stands in a file.
var B64 = b64

// SignedForTest signs an issue of any lines, as a faulty program with the office's key would.
func SignedForTest(k *Key, issue int64, lines ...string) []byte {
	var b bytes.Buffer
	t := begin(&b, published, "office", k.Name, "issue", strconv.FormatInt(issue, 10), "made", "2026-09-30T00:04:11Z")
	for _, l := range lines {
		t.line(l)
	}
	t.end(k)
	return b.Bytes()
}
