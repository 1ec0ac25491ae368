package handover

import (
	"bytes"
	"strconv"
)

// B64 is how a name stands in a file.
var B64 = b64

// SignedChunk signs a chunk of any lines, as a faulty program with the collector's key would.
func SignedChunk(k *Key, h Header, lines ...string) []byte {
	return signed(k, records, h.fields(), lines)
}

// SignedReceipt signs a receipt of any lines.
func SignedReceipt(k *Key, s Stream, lines ...string) []byte {
	return signed(k, receipts, []string{"office", k.Name, "collector", s.Collector, "stream", s.ID, "high", "0", "total", "0", "made", stamp(k.Made)}, lines)
}

// SignedIssue signs an issue of any lines.
func SignedIssue(k *Key, issue int64, lines ...string) []byte {
	return signed(k, published, []string{"office", k.Name, "issue", strconv.FormatInt(issue, 10), "made", stamp(k.Made)}, lines)
}

func signed(k *Key, what kind, head, lines []string) []byte {
	var b bytes.Buffer
	t := begin(&b, what, head...)
	for _, l := range lines {
		t.line(l)
	}
	t.end(k)
	return b.Bytes()
}
