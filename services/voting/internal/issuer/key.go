package issuer

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"sync"

	"filippo.io/bigmod"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// Errors of signing.
var (
	// ErrDestroyed is a key that was let go.
	ErrDestroyed = errors.New("the private key of this vote was destroyed")
	// ErrBlinded is a blinded message that cannot be one: not as long as the modulus, or not below it.
	ErrBlinded = errors.New("a blinded message is as long as the key's modulus, and below it")
	// ErrFault is a result that does not verify: the machine computes wrongly. It was not sent.
	ErrFault = errors.New("a signature came out wrong and was held back")
)

// Key is the private key of one vote, ready to sign. It is safe for concurrent use.
type Key struct {
	public *rsa.PublicKey
	spki   []byte
	size   int

	mu        sync.RWMutex // Destroy waits for those who sign
	destroyed bool
	n, p, q   *bigmod.Modulus
	dp, dq    []byte
	qinv, qn  *bigmod.Nat
	der       []byte
}

// Generate makes a key of 2048, 3072 or 4096 bits. That takes a part of a second, or
// seconds; do it outside transactions.
func Generate(bits int) (*Key, error) {
	if bits != 2048 && bits != 3072 && bits != 4096 {
		return nil, fmt.Errorf("the key of a vote has 2048, 3072 or 4096 bits, not %d", bits)
	}
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return nil, fmt.Errorf("making the key of a vote: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("making the key of a vote: %w", err)
	}
	return parse(der)
}

// parse reads PKCS #8 and keeps der.
func parse(der []byte) (*Key, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("the private key of a vote: %w", err)
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok || len(private.Primes) != 2 {
		return nil, errors.New("the private key of a vote is no RSA key of two primes")
	}
	k := &Key{public: &rsa.PublicKey{N: private.N, E: private.E}, size: private.Size(), der: der}
	if k.spki, err = ballot.FormatKey(k.public); err != nil {
		return nil, err
	}
	return k, k.precompute(private)
}

func (k *Key) precompute(private *rsa.PrivateKey) (err error) {
	for _, one := range []struct {
		into **bigmod.Modulus
		from []byte
	}{
		{&k.n, private.N.Bytes()}, {&k.p, private.Primes[0].Bytes()}, {&k.q, private.Primes[1].Bytes()},
	} {
		if *one.into, err = bigmod.NewModulus(one.from); err != nil {
			return fmt.Errorf("the private key of a vote: %w", err)
		}
		clear(one.from)
	}
	k.dp = private.Precomputed.Dp.FillBytes(make([]byte, k.p.Size()))
	k.dq = private.Precomputed.Dq.FillBytes(make([]byte, k.q.Size()))
	qinv := private.Precomputed.Qinv.FillBytes(make([]byte, k.p.Size()))
	q := private.Primes[1].FillBytes(make([]byte, k.n.Size()))
	if k.qinv, err = bigmod.NewNat().SetBytes(qinv, k.p); err == nil {
		k.qn, err = bigmod.NewNat().SetBytes(q, k.n)
	}
	clear(qinv)
	clear(q)
	wipe(private)
	if err != nil {
		return fmt.Errorf("the private key of a vote: %w", err)
	}
	return nil
}

// Public is the public key.
func (k *Key) Public() *rsa.PublicKey { return k.public }

// SPKI is the public key in DER, as the first leaf of the log has it in base64.
func (k *Key) SPKI() []byte { return k.spki }
