package votetest

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/issuer"
)

// UUID is the vote's.
const UUID = "0198c0de-0000-7000-8000-00000000000a"

// Rules is the canonical text of a small rule pack.
const Rules = "danchu.voting.v1.rule_pack\t2026-11-20\tvillage.item6\n" +
	"voting.form.online@2023-07-01\t1\tflag\t\t\tĐiều 17 khoản 2 Luật 10/2022/QH15\n" +
	"voting.online.threshold@2023-08-15\t>1/2\tshare\thouseholds\t\tĐiều 5 khoản 4 điểm b Nghị định 59/2023/NĐ-CP\n"

// Refusals of the ballot box, by their reasons in the contract.
var (
	ErrDrawn  = errors.New("CREDENTIAL_DRAWN")
	ErrUsed   = errors.New("TOKEN_USED")
	ErrForged = errors.New("BALLOT_TOKEN_INVALID")
	ErrChoice = errors.New("CHOICE_INVALID")
	ErrClosed = errors.New("VOTE_CLOSED")
)

// Receipt is the answer to a cast ballot, as the contract has it in JSON.
type Receipt struct {
	Vote       string `json:"vote"`
	Commitment string `json:"commitment"`
	Promise    string `json:"promise"`
	Proof      string `json:"proof,omitempty"`
	Index      string `json:"index"`
}

// Issuer signs blinded tokens; the product's is issuer.Key.
type Issuer interface {
	Public() *rsa.PublicKey
	SPKI() []byte
	BlindSign(blinded []byte) ([]byte, error)
}

// Vote is a secret vote online of one village.
type Vote struct {
	Origin string
	Issuer Issuer
	// First is the first leaf.
	First ballot.VoteLeaf
	// Page is the public record. A test may change it.
	Page map[string]any
	// Participants are the codes of the households that took part.
	Participants []string
	// Openings are what Close will publish, or has.
	Openings []ballot.OpeningLeaf

	mu     sync.Mutex
	leaves [][]byte
	hashes []tlog.Hash // of all complete subtrees, for the leaves so far
	signer note.Signer
	key    string
	drawn  map[string][2][]byte // household: blinded message, answer
	used   map[ballot.Token]ballot.Commitment
	closed bool
}

// Open begins a vote of so many households with a key from Key or of the test's own.
func Open(t testing.TB, households int, key Issuer) *Vote {
	t.Helper()
	origin := "danchu.example/log/votes/" + UUID
	private, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	v := &Vote{
		Origin: origin, Issuer: key, signer: signer, key: public,
		drawn: map[string][2][]byte{}, used: map[ballot.Token]ballot.Commitment{},
	}
	needed, err := ballot.Needed(">1/2", households)
	if err != nil {
		t.Fatal(err)
	}
	rules := sha256.Sum256([]byte(Rules))
	v.First = ballot.VoteLeaf{
		Vote: UUID, Form: "ONLINE", Method: "SECRET_BALLOT", RulesSHA256: hex.EncodeToString(rules[:]), Households: households,
		Threshold: ballot.Threshold{
			Rule: "voting.online.threshold@2023-08-15", Share: ">1/2", Of: "households", Total: households, Needed: needed,
		},
		Options: ballot.Answers(), Key: base64.StdEncoding.EncodeToString(key.SPKI()),
	}
	v.Append(v.First)
	v.Page = map[string]any{
		"name": "votes/" + UUID, "title": "Mở rộng đường thôn Đông", "form": "FORM_ONLINE", "method": "METHOD_SECRET_BALLOT",
		"state": "VOTE_STATE_OPEN", "households": households,
		"rules": map[string]any{"sha256": v.First.RulesSHA256, "canonical": Rules},
		"log":   map[string]any{"origin": origin, "path": "/log/votes/" + UUID, "verifierKey": public, "ballotKey": v.First.Key},
	}
	return v
}

var making = sync.OnceValues(func() (*issuer.Key, error) { return issuer.Generate(2048) })

// Key is one key for all tests of a package: making one takes a while.
func Key(t testing.TB) *issuer.Key {
	t.Helper()
	k, err := making()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// VerifierKey is the public key of the log.
func (v *Vote) VerifierKey() string { return v.key }

// Draw signs the blinded message of a household, once.
func (v *Vote) Draw(household string, blinded []byte) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if got, ok := v.drawn[household]; ok {
		if bytes.Equal(got[0], blinded) {
			return got[1], nil
		}
		return nil, ErrDrawn
	}
	answer, err := v.Issuer.BlindSign(blinded)
	if err != nil {
		return nil, err
	}
	v.drawn[household] = [2][]byte{bytes.Clone(blinded), answer}
	v.Participants = append(v.Participants, household)
	return answer, nil
}

// Cast takes a ballot.
func (v *Vote) Cast(o ballot.OpeningLeaf) (Receipt, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := ballot.VerifyToken(v.Issuer.Public(), o.Token, o.Signature); err != nil {
		return Receipt{}, ErrForged
	}
	if _, err := v.First.Choices().Parse(o.Choice); err != nil {
		return Receipt{}, ErrChoice
	}
	o.Commitment = ballot.Commit(UUID, o.Token, o.Choice, o.Salt)
	if was, ok := v.used[o.Token]; ok && was != o.Commitment {
		return Receipt{}, ErrUsed
	} else if !ok {
		if v.closed {
			return Receipt{}, ErrClosed
		}
		v.used[o.Token] = o.Commitment
		v.Openings = append(v.Openings, o)
		v.append(ballot.BallotLeaf{Commitment: o.Commitment}.Line())
	}
	return v.receipt(o.Commitment)
}

// Vote draws and casts for a household.
func (v *Vote) Vote(t testing.TB, household, choice string) Receipt {
	t.Helper()
	voter, err := ballot.NewVoter(v.Issuer.SPKI())
	if err != nil {
		t.Fatal(err)
	}
	drawing, err := voter.Draw()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := v.Draw(household, drawing.Blinded)
	if err != nil {
		t.Fatal(err)
	}
	o := ballot.OpeningLeaf{Token: drawing.Token, Choice: choice}
	if o.Signature, err = drawing.Finish(answer); err != nil {
		t.Fatal(err)
	}
	_, _ = rand.Read(o.Salt[:]) // never fails
	r, err := v.Cast(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ReceiptOf answers for a commitment in the log.
func (v *Vote) ReceiptOf(c ballot.Commitment) (Receipt, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.receipt(c)
}

func (v *Vote) receipt(c ballot.Commitment) (Receipt, error) {
	r := Receipt{Vote: "votes/" + UUID, Commitment: string(c), Index: "-1"}
	promise, err := note.Sign(&note.Note{Text: ballot.PromiseText(UUID, c)}, v.signer)
	if err != nil {
		return r, err
	}
	r.Promise = string(promise)
	line := ballot.BallotLeaf{Commitment: c}.Line()
	index := slices.IndexFunc(v.leaves, func(leaf []byte) bool { return bytes.Equal(leaf, line) })
	if index < 0 {
		return r, fmt.Errorf("no ballot %s", c)
	}
	hashes, err := tlog.ProveRecord(int64(len(v.leaves)), int64(index), stored(v.hashes))
	if err != nil {
		return r, err
	}
	checkpoint, err := v.checkpoint()
	if err != nil {
		return r, err
	}
	r.Proof = string(c2sp.Proof{Index: int64(index), Hashes: hashes, Checkpoint: checkpoint}.Format())
	r.Index = strconv.Itoa(index)
	return r, nil
}
