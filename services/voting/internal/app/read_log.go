package app

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// receiptWait is how long a receipt is waited for whose ballot the log does not have yet: several turns of the sequencer.
const receiptWait = 700 * time.Millisecond

// logged is the box of a vote that has a log; not announced is not found.
func (a *Actions) logged(ctx context.Context, action, vote string) (Box, error) {
	if err := a.Policy.Allow(ctx, action, authz.Installation()); err != nil {
		return Box{}, err
	}
	box, _, err := a.Online.boxes.of(ctx, vote)
	if err == nil && box.Log == 0 {
		err = domain.Refuse(domain.NotFound, "name")
	}
	return box, err
}

// ReadLog is a file of the vote's log as C2SP tlog-tiles has it. Anybody may.
func (a *Actions) ReadLog(ctx context.Context, vote, path string) (tlog.Resource, error) {
	box, err := a.logged(ctx, "ReadLog", vote)
	if err != nil {
		return tlog.Resource{}, err
	}
	return a.Online.store.ReadLog(ctx, box.Log, path)
}

// GetReceipt is the receipt of a ballot that the log has, for whoever knows its commitment. One that was cast a moment ago is
// waited for.
func (a *Actions) GetReceipt(ctx context.Context, vote, commitment string) (Receipt, error) {
	box, err := a.logged(ctx, "GetReceipt", vote)
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{Vote: vote, Index: -1}
	if r.Commitment, err = ballot.ParseCommitment(commitment); err != nil {
		return Receipt{}, domain.Refuse(domain.FieldInvalid, "commitment")
	}
	key, _ := hex.DecodeString(commitment) // looked at just now
	proof, err := a.Online.store.Receipt(ctx, box.Log, key)
	if fault.Is(err, tlog.ReasonRange) || fault.Is(err, tlog.ReasonPending) {
		waiting, cancel := context.WithTimeout(ctx, receiptWait)
		defer cancel()
		placed := fault.Is(err, tlog.ReasonPending)
		proof, err = a.Online.store.AwaitReceipt(waiting, box.Log, key)
		if err != nil && ctx.Err() == nil && !placed {
			return Receipt{}, domain.Refuse(domain.NotFound, "name")
		}
	}
	if err != nil {
		return Receipt{}, err
	}
	r.Proof, r.Index = string(proof.Format()), proof.Index
	r.Promise, err = a.Online.promise(box.Origin, vote, r.Commitment)
	return r, err
}
