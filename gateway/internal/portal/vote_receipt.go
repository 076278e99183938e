package portal

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteReceipt is what a voter keeps.
type VoteReceipt struct {
	ID, Title, Commitment, Promise, Proof, FileURL string
	Crumbs                                         []view.Crumb
	Included                                       bool
	Place                                          int64
}

// VoteCheck checks a receipt: on the reader's device where a script can run, else here.
type VoteCheck struct {
	ID, Title string
	Crumbs    []view.Crumb
	Log       *votingv1.LogInfo
	Text      view.Field
	Refusal   view.Refusal
	Found     *VoteReceipt // the answer without a script
}

// nobody asks without saying who is asking. A receipt must not be joined to a person.
func nobody(ctx context.Context) context.Context { return session.With(ctx, nil) }

func (p *Portal) receipt(r *http.Request, commitment string) (VoteReceipt, *votingv1.Receipt, error) {
	id := r.PathValue("vote")
	one, err := p.vote(nobody(r.Context()), id)
	if err != nil {
		return VoteReceipt{}, nil, err
	}
	found, err := p.online.GetReceipt(nobody(r.Context()), &votingv1.GetReceiptRequest{Vote: one.GetName(), Commitment: commitment})
	if err != nil {
		return VoteReceipt{}, nil, notFound(err)
	}
	return VoteReceipt{
		ID: id, Title: one.GetTitle(), Commitment: found.GetCommitment(), Promise: found.GetPromise(), Proof: found.GetProof(), Included: found.GetProof() != "",
		Place: found.GetIndex() + 1, FileURL: "/votes/" + id + "/receipts/" + found.GetCommitment() + ".json",
		Crumbs: []view.Crumb{{URL: "/votes/" + id, Text: p.Set.Text(i18n.Lang(r.Context()), "vote.back", nil)}},
	}, found, nil
}

// voteReceipt shows a receipt, or hands it out as the file that "check my ballot" reads.
func (p *Portal) voteReceipt(w http.ResponseWriter, r *http.Request) error {
	commitment, file := strings.CutSuffix(r.PathValue("commitment"), ".json")
	page, receipt, err := p.receipt(r, commitment)
	if err != nil {
		return err
	}
	if !file {
		return p.pages.voteReceipt.Draw(w, r, http.StatusOK, page)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="bien-nhan-`+commitment[:min(8, len(commitment))]+`.json"`)
	w.Header().Set("Cache-Control", "private, no-store")
	return json.NewEncoder(w).Encode(map[string]any{
		"vote": receipt.GetVote(), "commitment": receipt.GetCommitment(), "promise": receipt.GetPromise(), "proof": receipt.GetProof(), "index": receipt.GetIndex(),
	})
}

func (p *Portal) check(r *http.Request) (VoteCheck, error) {
	one, err := p.vote(nobody(r.Context()), r.PathValue("vote"))
	if err != nil {
		return VoteCheck{}, err
	}
	id := terms.ID(one.GetName())
	return VoteCheck{
		ID: id, Title: one.GetTitle(), Log: one.GetLog(), Text: view.Field{Name: "text", Required: true, Max: 20000},
		Crumbs: []view.Crumb{{URL: "/votes/" + id, Text: p.Set.Text(i18n.Lang(r.Context()), "vote.back", nil)}},
	}, nil
}

func (p *Portal) voteCheck(w http.ResponseWriter, r *http.Request) error {
	page, err := p.check(r)
	if err != nil {
		return err
	}
	return p.pages.voteCheck.Draw(w, r, http.StatusOK, page)
}

// voteChecked answers without a script: it looks up the receipt's commitment. The text may
// be the whole receipt or the commitment alone.
func (p *Portal) voteChecked(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := p.check(r)
	if err != nil {
		return err
	}
	page.Text.Read(r)
	commitment := page.Text.Value
	var typed struct{ Commitment string }
	if json.Unmarshal([]byte(commitment), &typed) == nil {
		commitment = typed.Commitment
	}
	status := http.StatusOK
	found, _, err := p.receipt(r, commitment)
	switch f := fault.From(err); {
	case err == nil:
		page.Found = &found
	case f.Kind == fault.NotFound || f.Kind == fault.Invalid:
		status = http.StatusUnprocessableEntity
		page.Refusal, _ = p.Set.Refusal(r, fault.New(fault.Refused, "RECEIPT_UNKNOWN", fault.Field("text")), &page.Text)
	default:
		return err
	}
	return p.pages.voteCheck.Draw(w, r, status, page)
}
