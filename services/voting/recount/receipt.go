package recount

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// maxReceipt is the most bytes read as a receipt.
const maxReceipt = 256 << 10

// Receipt is what a voter kept: the answer of CastBallot or GetReceipt, or the file
// that the page lets people save.
type Receipt struct {
	Vote       string `json:"vote"`
	Commitment string `json:"commitment"`
	Promise    string `json:"promise"`
	Proof      string `json:"proof"`
}

// ParseReceipt reads the file. Fields it does not know are left alone.
func ParseReceipt(data []byte) (Receipt, error) {
	var r Receipt
	if len(data) > maxReceipt {
		return r, fmt.Errorf("a receipt has at most %d bytes", maxReceipt)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return r, fmt.Errorf("the receipt: %w", err)
	}
	if _, err := ballot.ParseCommitment(r.Commitment); err != nil {
		return r, fmt.Errorf("the receipt: %w", err)
	}
	if r.Promise == "" && r.Proof == "" {
		return r, errors.New("the receipt holds neither a promise nor a proof: nobody can be held to it")
	}
	return r, nil
}

// held is a receipt whose signatures were looked at.
type held struct {
	commitment ballot.Commitment
	promised   bool // the log's key signed that it takes this ballot
	index      int64
	proven     *tlogclient.Signed
}

// look verifies what a receipt holds. A receipt that is not signed by the log proves
// nothing against it and is an error of who gave it.
func (r Receipt) look(vote, origin string, keys []string, trust tlogclient.Trust) (held, error) {
	h := held{commitment: ballot.Commitment(r.Commitment), index: -1}
	if r.Vote != "" && strings.TrimPrefix(r.Vote, "votes/") != vote {
		return h, fmt.Errorf("the receipt is of another vote: %.60q", r.Vote)
	}
	if r.Promise != "" {
		var verifiers []note.Verifier
		for _, text := range keys {
			v, err := c2sp.NewVerifier(text)
			if err != nil {
				return h, err
			}
			verifiers = append(verifiers, v)
		}
		signed, err := note.Open([]byte(r.Promise), note.VerifierList(verifiers...))
		if err != nil {
			return h, fmt.Errorf("the promise in the receipt is not signed by the log %s: %w", origin, err)
		}
		of, commitment, err := ballot.ParsePromise(signed.Text)
		if err != nil || of != vote || commitment != h.commitment {
			return h, errors.New("the promise in the receipt is for another ballot")
		}
		h.promised = true
	}
	if r.Proof != "" {
		proven, err := trust.VerifyReceipt([]byte(r.Proof), ballot.BallotLeaf{Commitment: h.commitment}.Line())
		if err != nil {
			return h, fmt.Errorf("the proof in the receipt: %w", err)
		}
		h.proven, h.index = &proven.Signed, proven.Index
	}
	return h, nil
}

// honoured finds receipts that the log does not keep. A promise may wait while voting
// lasts; a proof never.
func honoured(b *book, all []held, says map[ballot.Commitment]*ReceiptSays, closed bool) {
	for _, h := range all {
		got := says[h.commitment].Index
		switch {
		case h.proven != nil && got != h.index:
			b.broke(ReceiptKept, "receipt_dropped", "commitment", string(h.commitment), "index", number(h.index))
		case h.promised && got < 0 && closed:
			b.broke(ReceiptKept, "promise_broken", "commitment", string(h.commitment))
		}
	}
}
