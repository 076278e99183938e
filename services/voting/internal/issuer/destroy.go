package issuer

import (
	"crypto/rsa"
	"math/big"

	"filippo.io/bigmod"
)

// Destroy lets the private key go: later calls of BlindSign get ErrDestroyed, and what
// this package holds of the key is overwritten where Go allows it. It waits for
// signatures under way; calling it again does nothing.
//
// It does not promise that no copy is left in memory: the two primes within bigmod's
// moduli cannot be overwritten from outside, the standard library made copies while it
// read the key, and the collector frees without overwriting. Nor does it reach the
// sealed row, its versions in the database's log and backups, swap or core dumps: the
// caller deletes the row, and a backup with the service's secret can still open it.
// What somebody with such a copy can do is sign tokens for a vote whose box is closed
// and logged. It tells nothing about who voted how: blinding hides that from the key.
func (k *Key) Destroy() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.destroyed {
		return
	}
	k.destroyed = true
	clear(k.dp)
	clear(k.dq)
	clear(k.der)
	overwrite(k.qinv, k.p)
	overwrite(k.qn, k.n)
	k.p, k.q, k.qinv, k.qn, k.dp, k.dq, k.der = nil, nil, nil, nil, nil, nil, nil
}

// overwrite sets a number to nothing in the memory it already has.
func overwrite(x *bigmod.Nat, m *bigmod.Modulus) {
	_, _ = x.SetBytes(make([]byte, m.Size()), m) // nothing is below every modulus
}

// wipe overwrites the numbers of a key of the standard library that are reachable.
func wipe(private *rsa.PrivateKey) {
	for _, n := range append([]*big.Int{private.D, private.Precomputed.Dp, private.Precomputed.Dq, private.Precomputed.Qinv}, private.Primes...) {
		clear(n.Bits())
		n.SetInt64(0)
	}
}
