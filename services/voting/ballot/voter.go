package ballot

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// Voter is the voter's side for one vote. The browser has its own (gateway/assets);
// this one serves programs: load, tests, a device of the team that helps.
type Voter struct {
	key    *rsa.PublicKey
	client blindrsa.Client
}

// NewVoter takes the public key of the vote, SubjectPublicKeyInfo. Take it from the
// first leaf of the log: a key that only you are shown would mark your ballot.
func NewVoter(spki []byte) (*Voter, error) {
	key, err := ParseKey(spki)
	if err != nil {
		return nil, err
	}
	client, err := blindrsa.NewClient(blindrsa.SHA384PSSRandomized, key)
	if err != nil {
		return nil, fmt.Errorf("the blind signature: %w", err)
	}
	return &Voter{key, client}, nil
}

// Drawing is a credential being drawn: what the voter must not lose until the
// signature is there, and shows nobody.
type Drawing struct {
	// Token is what will be signed.
	Token Token
	// Blinded is what the server sees. Sending it again gets the same answer.
	Blinded []byte

	voter *Voter
	state blindrsa.State
}

// Draw makes a new token and blinds it.
func (v *Voter) Draw() (*Drawing, error) {
	var own [TokenSize / 2]byte
	if _, err := rand.Read(own[:]); err != nil {
		return nil, fmt.Errorf("drawing a token: %w", err)
	}
	prepared, err := v.client.Prepare(rand.Reader, own[:])
	if err != nil {
		return nil, fmt.Errorf("drawing a token: %w", err)
	}
	blinded, state, err := v.client.Blind(rand.Reader, prepared)
	if err != nil {
		return nil, fmt.Errorf("blinding a token: %w", err)
	}
	return &Drawing{Token: Token(prepared), Blinded: blinded, voter: v, state: state}, nil
}

// Finish unblinds the server's answer and checks it: an answer that is no signature
// by the key of the vote is an error, and nothing was spent.
func (d *Drawing) Finish(blindSignature []byte) (signature []byte, err error) {
	signature, err = d.voter.client.Finalize(d.state, blindSignature)
	if err != nil {
		return nil, fmt.Errorf("unblinding: %w", err)
	}
	if err := VerifyToken(d.voter.key, d.Token, signature); err != nil {
		return nil, err
	}
	return signature, nil
}
