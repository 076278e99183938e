package issuer

import "filippo.io/bigmod"

// BlindSign raises a blinded message to the private exponent (RFC 9474, BlindSign).
// The same message has one answer only. It takes a millisecond or two of one core, in
// constant time; callers bound how many run at once.
func (k *Key) BlindSign(blinded []byte) ([]byte, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.destroyed {
		return nil, ErrDestroyed
	}
	if len(blinded) != k.size {
		return nil, ErrBlinded
	}
	m, err := bigmod.NewNat().SetBytes(blinded, k.n)
	if err != nil {
		return nil, ErrBlinded
	}
	s := k.power(m)
	if bigmod.NewNat().ExpShortVarTime(s, uint(k.public.E), k.n).Equal(m) != 1 { // e is public
		return nil, ErrFault
	}
	return s.Bytes(k.n), nil
}

// power is m^d mod n by Garner's formula: two exponentiations of half the length.
func (k *Key) power(m *bigmod.Nat) *bigmod.Nat {
	reduced := bigmod.NewNat()
	s := bigmod.NewNat().Exp(reduced.Mod(m, k.p), k.dp, k.p)
	low := bigmod.NewNat().Exp(reduced.Mod(m, k.q), k.dq, k.q)
	s.Sub(reduced.Mod(low, k.p), k.p)
	s.Mul(k.qinv, k.p)
	s.ExpandFor(k.n).Mul(k.qn, k.n)
	return s.Add(low.ExpandFor(k.n), k.n)
}
