package disclosure

// Figures are compared exactly, in the field of the integers modulo the prime 2^31-1, so that nothing is lost to rounding.
// A light combination of cells over the rationals is one here too unless this prime divides an elementary divisor
// of the 0/1 matrix of cells; those divisors are products of small primes in every tree and table an office has.
const prime = 1<<31 - 1

func times(a, b uint32) uint32 {
	p := uint64(a) * uint64(b)
	p = p>>31 + p&prime
	if p >= prime {
		p -= prime
	}
	return uint32(p)
}

func minus(a, b uint32) uint32 {
	if a >= b {
		return a - b
	}
	return a + prime - b
}

// inverse of a, which is not 0, by Fermat's little theorem.
func inverse(a uint32) uint32 {
	if a == 1 || a == prime-1 {
		return a
	}
	r := uint32(1)
	for e := prime - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = times(r, a)
		}
		a = times(a, a)
	}
	return r
}

// subtract takes f times row from v.
func subtract(v []uint32, f uint32, row []uint32) {
	for x, r := range row {
		switch {
		case r == 0:
		case f == 1:
			v[x] = minus(v[x], r)
		default:
			v[x] = minus(v[x], times(f, r))
		}
	}
}
