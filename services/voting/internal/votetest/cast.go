package votetest

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// Cookie names the household of a session, for DrawPath.
const Cookie = "household"

// Addresses of the voter's side. The page that draws has the session's cookie; the
// ballot is cast without any.
const (
	DrawPath    = "/votes/" + UUID + "/credential"
	CastPath    = "/v1/votes/" + UUID + "/ballots:cast"
	ReceiptPath = "/v1/votes/" + UUID + "/receipts/"
)

// HandleVoters adds drawing, casting and receipts.
func (v *Vote) HandleVoters(mux *http.ServeMux) {
	mux.HandleFunc("POST "+DrawPath, v.draw)
	mux.HandleFunc("POST "+CastPath, v.cast)
	mux.HandleFunc("GET "+ReceiptPath+"{commitment}", func(w http.ResponseWriter, r *http.Request) {
		receipt, err := v.ReceiptOf(ballot.Commitment(r.PathValue("commitment")))
		reply(w, receipt, err)
	})
}

func (v *Vote) draw(w http.ResponseWriter, r *http.Request) {
	var q struct {
		BlindedMessage []byte `json:"blindedMessage"`
	}
	household, err := r.Cookie(Cookie)
	if err == nil {
		err = json.NewDecoder(r.Body).Decode(&q)
	}
	if err != nil {
		reply(w, nil, err)
		return
	}
	answer, err := v.Draw(household.Value, q.BlindedMessage)
	reply(w, map[string]any{"blindSignature": base64.StdEncoding.EncodeToString(answer)}, err)
}

func (v *Vote) cast(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Token     []byte `json:"token"`
		Signature []byte `json:"signature"`
		Choice    string `json:"choice"`
		Salt      []byte `json:"salt"`
	}
	if r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "" || r.Header.Get("Referer") != "" {
		reply(w, nil, errors.New("IDENTITY_NOT_WANTED"))
		return
	}
	err := json.NewDecoder(r.Body).Decode(&q)
	token, refused := ballot.ParseToken(q.Token)
	if err == nil {
		err = refused
	}
	if err == nil && len(q.Salt) != ballot.SaltSize {
		err = errors.New("SALT_INVALID")
	}
	if err != nil {
		reply(w, nil, err)
		return
	}
	receipt, err := v.Cast(ballot.OpeningLeaf{Token: token, Signature: q.Signature, Choice: q.Choice, Salt: [ballot.SaltSize]byte(q.Salt)})
	reply(w, receipt, err)
}

// reply answers as the product does: google.rpc.Status with the reason among its details.
func reply(w http.ResponseWriter, body any, err error) {
	if err == nil {
		answer(w, body)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusConflict)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"code": 9, "message": "Máy chủ từ chối: " + err.Error(),
		"details": []any{map[string]any{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": err.Error(), "domain": "danchu"}},
	})
}
