package ballot

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Leaf is one entry of a vote's log. Their order is fixed:
//
//	vote, ballot…, closed, opening… (ascending commitments), key_destroyed, result, decision
//
// A vote on paper or in a meeting has vote, result and decision only; an open vote
// online has no key_destroyed.
type Leaf interface {
	// Line is the leaf as it stands in the log, without a line feed.
	Line() []byte
	check() error
}

// Threshold is what decides, with where it stands in the rule pack.
type Threshold struct {
	// Rule is the version of the rule, the first field of its line in the pack.
	Rule string `json:"rule"`
	// Share is the second field: "2/3" for at least, ">1/2" for more than.
	Share string `json:"share"`
	// Of is what it is a part of: "households", "villages", "attending".
	Of string `json:"of"`
	// Total is how many there are, 0 while that is not known (those attending).
	Total int `json:"total"`
	// Needed is the smallest number that is enough, 0 while Total is not known.
	Needed int `json:"needed"`
}

// VoteLeaf is the first leaf: what is voted on by which rules, fixed before anybody votes.
type VoteLeaf struct {
	Vote        string    `json:"vote"`         // uuid
	Form        string    `json:"form"`         // "MEETING", "PAPER", "ONLINE"
	Method      string    `json:"method"`       // "SHOW_OF_HANDS", "OPEN_BALLOT", "SECRET_BALLOT"
	RulesSHA256 string    `json:"rules_sha256"` // of the canonical text of the rule pack, hexadecimal
	Households  int       `json:"households"`   // on the roll
	Threshold   Threshold `json:"threshold"`
	Options     []string  `json:"options"` // in the order of the page
	Seats       int       `json:"seats"`   // 0 where nobody is elected
	Key         string    `json:"key"`     // SubjectPublicKeyInfo in base64; empty unless secret and online
}

// Secret reports whether ballots of this vote carry tokens.
func (l VoteLeaf) Secret() bool { return l.Form == "ONLINE" && l.Method == "SECRET_BALLOT" }

// Choices are what may be chosen.
func (l VoteLeaf) Choices() Options { return Options{l.Options, l.Seats} }

// BallotLeaf is a ballot while voting lasts.
type BallotLeaf struct {
	Commitment Commitment
}

// ClosedLeaf ends the voting. No ballot follows it.
type ClosedLeaf struct {
	Ballots int `json:"ballots"`
	// Credentials is how many households drew one; in an open vote as many as ballots.
	Credentials int `json:"credentials"`
}

// OpeningLeaf tells what a commitment holds. Token and signature are empty in an open vote.
type OpeningLeaf struct {
	Commitment Commitment
	Token      Token
	Signature  []byte
	Choice     string
	Salt       [SaltSize]byte
}

// Open reports whether it is of an open vote: without a token.
func (l OpeningLeaf) Open() bool { return len(l.Signature) == 0 }

// KeyDestroyedLeaf says that the private key of the vote is gone.
type KeyDestroyedLeaf struct {
	KeySHA256 string `json:"key_sha256"` // of the SubjectPublicKeyInfo, hexadecimal
}

// Count is one line of a result.
type Count struct {
	Option string `json:"option"`
	Votes  int    `json:"votes"`
}

// ResultLeaf is what the count came to.
type ResultLeaf struct {
	Participants int     `json:"participants"` // households; in a secret vote online those that drew a credential
	Counts       []Count `json:"counts"`       // in the order of the options
	Invalid      int     `json:"invalid"`
	NotReturned  int     `json:"not_returned"` // handed out, or drawn, and not cast
	Needed       int     `json:"needed"`
	// Approving is how many villages approved, where the threshold is of villages.
	Approving int      `json:"approving,omitempty"`
	Passed    bool     `json:"passed"`
	Elected   []string `json:"elected"`
}

// DecisionLeaf binds the decision document.
type DecisionLeaf struct {
	SHA256 string `json:"sha256"`
}

// Line writes the leaf.
func (l VoteLeaf) Line() []byte {
	if l.Options == nil {
		l.Options = []string{}
	}
	return line("vote", l)
}

// Line writes the leaf.
func (l BallotLeaf) Line() []byte { return fmt.Appendf(nil, `{"t":"ballot","c":"%s"}`, l.Commitment) }

// Line writes the leaf.
func (l ClosedLeaf) Line() []byte { return line("closed", l) }

// Line writes the leaf.
func (l OpeningLeaf) Line() []byte {
	b := make([]byte, 0, 320+2*len(l.Signature))
	b = append(append(b, `{"t":"opening","c":"`...), l.Commitment...)
	if !l.Open() {
		b = base64.StdEncoding.AppendEncode(append(b, `","token":"`...), l.Token[:])
		b = base64.StdEncoding.AppendEncode(append(b, `","sig":"`...), l.Signature)
	}
	b = append(append(b, `","choice":"`...), l.Choice...)
	b = hex.AppendEncode(append(b, `","salt":"`...), l.Salt[:])
	return append(b, `"}`...)
}

// Line writes the leaf.
func (l KeyDestroyedLeaf) Line() []byte { return line("key_destroyed", l) }

// Line writes the leaf.
func (l ResultLeaf) Line() []byte {
	if l.Counts == nil {
		l.Counts = []Count{}
	}
	if l.Elected == nil {
		l.Elected = []string{}
	}
	return line("result", l)
}

// Line writes the leaf.
func (l DecisionLeaf) Line() []byte { return line("decision", l) }

// line writes {"t":kind, …fields of v in their order}.
func line(kind string, v any) []byte {
	var b bytes.Buffer
	b.WriteString(`{"t":"` + kind + `",`)
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	start := b.Len()
	_ = e.Encode(v) // plain structs of numbers and strings always encode
	whole := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	return append(whole[:start], whole[start+1:]...) // without the brace of v
}
