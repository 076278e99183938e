package ballot

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// MaxLeaf is the most bytes of a leaf that is read.
const MaxLeaf = 1<<16 - 1

// Parse reads a leaf. What Line would not have written byte for byte is refused, so
// two readers never see different things in one leaf.
func Parse(entry []byte) (Leaf, error) {
	if len(entry) > MaxLeaf {
		return nil, fmt.Errorf("the leaf has %d bytes, more than %d", len(entry), MaxLeaf)
	}
	switch kind := kindOf(entry); kind {
	case "ballot":
		return parseBallot(entry)
	case "opening":
		return parseOpening(entry)
	case "vote":
		return cold[VoteLeaf](entry)
	case "closed":
		return cold[ClosedLeaf](entry)
	case "key_destroyed":
		return cold[KeyDestroyedLeaf](entry)
	case "result":
		return cold[ResultLeaf](entry)
	case "decision":
		return cold[DecisionLeaf](entry)
	default:
		return nil, fmt.Errorf("%.60q does not begin like a leaf of a vote", entry)
	}
}

// kindOf is the word between {"t":" and the next quote.
func kindOf(entry []byte) string {
	rest, ok := bytes.CutPrefix(entry, []byte(`{"t":"`))
	if !ok {
		return ""
	}
	kind, _, ok := bytes.Cut(rest, []byte(`"`))
	if !ok {
		return ""
	}
	return string(kind)
}

// cold reads the leaves of which there is one in a log.
func cold[L Leaf](entry []byte) (Leaf, error) {
	var v struct {
		T string `json:"t"`
	}
	var leaf L
	if err := json.Unmarshal(entry, &v); err != nil {
		return nil, fmt.Errorf("the leaf %.60q: %w", entry, err)
	}
	if err := json.Unmarshal(entry, &leaf); err != nil {
		return nil, fmt.Errorf("the leaf %.60q: %w", entry, err)
	}
	if !bytes.Equal(leaf.Line(), entry) {
		return nil, fmt.Errorf("the leaf %.60q is not in the one form allowed", entry)
	}
	if err := leaf.check(); err != nil {
		return nil, fmt.Errorf("the leaf %q: %w", v.T, err)
	}
	return leaf, nil
}

// cursor reads a leaf of which there are millions, without a JSON parser. Nothing in
// such a leaf needs escaping, so the bytes between two quotes are the value.
type cursor struct {
	rest []byte
	bad  bool
}

// skip moves over a literal.
func (c *cursor) skip(literal string) {
	rest, ok := bytes.CutPrefix(c.rest, []byte(literal))
	c.rest, c.bad = rest, c.bad || !ok
}

// until gives what stands before the next quote.
func (c *cursor) until() string {
	value, rest, ok := bytes.Cut(c.rest, []byte(`"`))
	c.bad = c.bad || !ok
	c.rest = rest
	return string(value)
}

func parseBallot(entry []byte) (Leaf, error) {
	c := cursor{rest: entry}
	c.skip(`{"t":"ballot","c":"`)
	text := c.until()
	c.skip("}")
	commitment, err := ParseCommitment(text)
	if c.bad || len(c.rest) > 0 || err != nil {
		return nil, fmt.Errorf("the ballot %.100q is not in the one form allowed", entry)
	}
	return BallotLeaf{commitment}, nil
}

func parseOpening(entry []byte) (Leaf, error) {
	var l OpeningLeaf
	c := cursor{rest: entry}
	c.skip(`{"t":"opening","c":"`)
	l.Commitment = Commitment(c.until())
	if bytes.HasPrefix(c.rest, []byte(`,"token":"`)) {
		c.skip(`,"token":"`)
		token, signature := c.until(), ""
		c.skip(`,"sig":"`)
		signature = c.until()
		raw, err := base64.StdEncoding.Strict().DecodeString(token)
		c.bad = c.bad || err != nil || len(raw) != TokenSize || strings.ContainsAny(token+signature, "\r\n")
		if c.bad {
			return nil, errors.New("the token of an opening is not 64 bytes in base64")
		}
		l.Token = Token(raw)
		l.Signature, err = base64.StdEncoding.Strict().DecodeString(signature)
		c.bad = err != nil
	}
	c.skip(`,"choice":"`)
	l.Choice = c.until()
	c.skip(`,"salt":"`)
	salt := c.until()
	c.skip("}")
	if c.bad || len(c.rest) > 0 || !isHex(salt, SaltSize) {
		return nil, fmt.Errorf("the opening %.100q is not in the one form allowed", entry)
	}
	_, _ = hex.Decode(l.Salt[:], []byte(salt)) // looked at just now
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("the opening %.64q: %w", string(l.Commitment), err)
	}
	return l, nil
}
