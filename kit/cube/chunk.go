package cube

const (
	chunkRows  = 1 << 16 // a full chunk: memory grows by one at a time and is never moved again
	firstRows  = 1 << 8  // the first chunk begins small, since most surveys are
	firstTimes = 4       // and grows by this, a few copies in all

	// strideGap parts the columns of a chunk. Without it all lie a power of two apart, fall into the same lines of the
	// processor's cache, and writing a row pushes each of them out again.
	strideGap = 3 * 64
)

// chunk is some rows in a row, column by column. A slice is nil where the column is of another kind.
type chunk struct {
	size  int
	bytes [][]byte
	words [][]uint16
	longs [][]uint32
}

func newChunk(columns []Column, size int) *chunk {
	return &chunk{
		size:  size,
		bytes: lay[byte](columns, Byte, size, strideGap),
		words: lay[uint16](columns, Word, size, strideGap/2),
		longs: lay[uint32](columns, Long, size, strideGap/4),
	}
}

// lay makes the columns of one kind in one piece of memory.
func lay[T byte | uint16 | uint32](columns []Column, k Kind, size, gap int) [][]T {
	n := 0
	for _, c := range columns {
		if c.Kind == k {
			n++
		}
	}
	all, cols := make([]T, n*(size+gap)), make([][]T, len(columns))
	for i, c := range columns {
		if c.Kind == k {
			cols[i], all = all[:size:size], all[size+gap:]
		}
	}
	return cols
}

// grown is the chunk with more room; the old one stays as it is for those who count it.
func (ch *chunk) grown(columns []Column) *chunk {
	next := newChunk(columns, ch.size*firstTimes)
	for i := range columns {
		copy(next.bytes[i], ch.bytes[i])
		copy(next.words[i], ch.words[i])
		copy(next.longs[i], ch.longs[i])
	}
	return next
}
