package cube

import (
	"sync"
	"sync/atomic"
)

const (
	blockRows       = 1 << 14 // rows counted at a time: what a block needs stays in the processor's cache
	blocksPerWorker = 4       // fewer are not worth a second core
)

// block is the rows that one worker counts at a time, with its room to work in.
type block struct {
	chunk    *chunk
	from, to int
	picked   []uint16 // the rows that passed, counted from from; all of them where whole
	whole    bool

	sel   [blockRows]uint16
	codes [2][blockRows]byte
	first [blockRows]uint32
	tally tally
}

var blocks = sync.Pool{New: func() any { return new(block) }}

// scan hands each block in which a row passes to count, with the number of the worker that does it. It returns when
// all are done. prepare is called first, with the number of workers.
func (s Snapshot) scan(v sieve, prepare func(workers int), count func(worker int, b *block)) {
	n := (s.rows + blockRows - 1) / blockRows
	if v.none {
		n = 0
	}
	workers := s.workers(n)
	prepare(workers)
	var next atomic.Int64
	work := func(worker int) {
		b := blocks.Get().(*block)
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			if b.take(s, v, i) {
				count(worker, b)
			}
		}
		b.chunk, b.picked = nil, nil
		blocks.Put(b)
	}
	var rest sync.WaitGroup
	for w := 1; w < workers; w++ {
		rest.Go(func() { work(w) })
	}
	work(0)
	rest.Wait()
}

// take makes b the i-th block and says whether a row of it passes.
func (b *block) take(s Snapshot, v sieve, i int) bool {
	first := i * blockRows
	b.chunk, b.from = s.chunks[first/chunkRows], first%chunkRows
	b.to = b.from + min(blockRows, s.rows-first)
	b.whole = len(v.meshes) == 0
	if b.whole {
		return true
	}
	n := v.pick(b.sel[:], b.chunk, b.from, b.to)
	b.picked, b.whole = b.sel[:n], n == b.to-b.from
	return n > 0
}

// rows is how many rows of the block are counted.
func (b *block) rows() int {
	if b.whole {
		return b.to - b.from
	}
	return len(b.picked)
}

// bytes is what a Byte column holds in the rows that passed; side is which of two places it may be gathered in.
func (b *block) bytes(c Col, side int) []byte {
	col := b.chunk.bytes[c][b.from:b.to]
	if b.whole {
		return col
	}
	into := b.codes[side][:len(b.picked)]
	for i, at := range b.picked {
		into[i] = col[at]
	}
	return into
}

// groups is each row's value in any column, times width.
func (b *block) groups(c Col, k Kind, width int) []uint32 {
	switch k {
	case Byte:
		return spread(b, b.chunk.bytes[c], uint32(width))
	case Word:
		return spread(b, b.chunk.words[c], uint32(width))
	}
	return spread(b, b.chunk.longs[c], uint32(width))
}
