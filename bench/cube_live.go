package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kaname/kit/cube"
)

// cubeUnderLoad adds answers in small lots while others ask without pause, and times both.
func (b *bench) cubeUnderLoad(s cube.Snapshot) error {
	for readers := range 3 {
		if err := b.cubeReaders(s.Pack(), readers); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) cubeReaders(pack []byte, readers int) error {
	table, err := cube.New(cubeColumns()...)
	if err != nil {
		return err
	}
	if err := table.Append(func(rows *cube.Rows) error { return rows.Unpack(pack) }); err != nil {
		return err
	}
	var done atomic.Bool
	var all sync.WaitGroup
	asked := make([]spread, readers)
	for i := range asked {
		all.Go(func() {
			for !done.Load() {
				from := time.Now()
				table.Now().Cores(1).Histograms(nil, cubeItemCols()...)
				asked[i] = append(asked[i], time.Since(from))
			}
		})
	}
	var lots spread
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end) && err == nil; time.Sleep(time.Millisecond) {
		from := time.Now()
		err = addLot(table)
		lots = append(lots, time.Since(from))
	}
	done.Store(true)
	all.Wait()
	if err != nil {
		return err
	}
	lots.sorted()
	if want := cubeRows + cubeLot*len(lots); table.Now().Rows() != want {
		return fmt.Errorf("%d rows of %d", table.Now().Rows(), want)
	}
	times := slices.Concat(asked...).sorted()
	b.tell(fmt.Sprintf("adding %d answers while %d ask for 20 histograms without pause", cubeLot, readers), ms(lots.at(.5)),
		fmt.Sprintf("median of %d lots, one each ms, p99 %s; %d questions on one core each, median %s, p99 %s", len(lots), ms(lots.at(.99)), len(times), ms(times.at(.5)), ms(times.at(.99))))
	return nil
}

const cubeLot = 100

func addLot(table *cube.Table) error {
	marks := make([]byte, cubeItems)
	return table.Append(func(rows *cube.Rows) error {
		for range cubeLot {
			for q := range marks {
				marks[q] = cube.Alphabet[rand.IntN(6)]
			}
			if err := rows.Add(marks, rows.Code(counterCol, []byte(counterID(rand.IntN(cubeCounters)))), 9, 1, 1); err != nil {
				return err
			}
		}
		return nil
	})
}
