package voting_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/recount"
)

// public serves what anybody may read of votes, at the addresses of the portal.
func (h *house) public(t testing.TB) *httptest.Server {
	t.Helper()
	api := runtime.NewServeMux()
	must(t, votingv1.RegisterVoteServiceHandlerClient(t.Context(), api, h.VoteServiceClient))
	must(t, votingv1.RegisterOnlineServiceHandlerClient(t.Context(), api, h.OnlineServiceClient))
	mux := http.NewServeMux()
	mux.Handle("/v1/", api)
	mux.HandleFunc("GET /log/votes/{vote}/{path...}", func(w http.ResponseWriter, r *http.Request) {
		got, err := h.ReadLog(r.Context(), &votingv1.ReadLogRequest{Vote: "votes/" + r.PathValue("vote"), Path: r.PathValue("path")})
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", got.GetContentType())
		_, _ = w.Write(got.GetData())
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// recounted counts a vote again as a stranger does, from the public address alone, and honours receipts.
func (h *house) recounted(t testing.TB, v *votingv1.Vote, receipts ...*votingv1.Receipt) *recount.Report {
	t.Helper()
	h.sequenced(t)
	o := recount.Options{}
	for _, r := range receipts {
		o.Receipts = append(o.Receipts, recount.Receipt{Vote: r.GetVote(), Commitment: r.GetCommitment(), Promise: r.GetPromise(), Proof: r.GetProof()})
	}
	report, err := recount.Run(t.Context(), recount.Place{Base: h.public(t).URL, Vote: uuidOf(v)}, o)
	must(t, err)
	if broken := report.Broken(); len(broken) > 0 {
		t.Fatalf("the recount finds broken %v: %+v", broken, report.Checks)
	}
	return report
}

// sequenced places and signs all leaves there are.
func (h *house) sequenced(t testing.TB) {
	t.Helper()
	must(t, h.service.Sequence(t.Context()))
}

// firstLeaf reads the first leaf of a vote's log.
func firstLeaf(t testing.TB, h *house, v *votingv1.Vote) ballot.VoteLeaf {
	t.Helper()
	h.sequenced(t)
	got, err := h.ReadLog(t.Context(), &votingv1.ReadLogRequest{Vote: v.GetName(), Path: "tile/entries/000.p/1"})
	must(t, err)
	entries, err := c2sp.ParseBundle(got.GetData(), 1)
	must(t, err)
	leaf, err := ballot.Parse(entries[0])
	must(t, err)
	first, ok := leaf.(ballot.VoteLeaf)
	if !ok {
		t.Fatalf("the log begins with %q", entries[0])
	}
	return first
}

// nothingLeft demands that the database of a finished secret vote ties no household to a moment, an order or a ballot. A few
// places out of the order of a hash are where rows filled pages that had room; in the order of time half of them would be.
func (h *house) nothingLeft(t testing.TB, vote string) {
	t.Helper()
	for question, query := range map[string]string{
		"credentials":                      `SELECT count(*) FROM credential WHERE vote = $1`,
		"sealed keys":                      `SELECT count(*) FROM vote_log WHERE vote = $1 AND (sealed_key IS NOT NULL OR destroyed_at IS NULL)`,
		"causes of drawing and casting":    `SELECT count(*) FROM platform_cause WHERE action IN ('DrawCredential', 'DrawAssistedCredential', 'CastBallot') AND $1::uuid IS NOT NULL`,
		"audit of drawing and casting":     `SELECT count(*) FROM platform_audit WHERE action IN ('DrawCredential', 'DrawAssistedCredential', 'CastBallot') AND $1::uuid IS NOT NULL`,
		"marks of different transactions":  `SELECT count(DISTINCT xmin::text) - 1 FROM roll_entry WHERE vote = $1`,
		"ballots of different ones":        `SELECT count(DISTINCT xmin::text) - 1 FROM ballot WHERE vote = $1`,
		"marks not in the order of a hash": `SELECT greatest(count(*) - 8, 0) FROM (SELECT ctid, lag(ctid) OVER (ORDER BY sha256(convert_to(vote::text || household, 'UTF8'))) AS before FROM roll_entry WHERE vote = $1) e WHERE before > ctid`,
		"ballots not in the order of it":   `SELECT greatest(count(*) - 8, 0) FROM (SELECT ctid, lag(ctid) OVER (ORDER BY token_digest) AS before FROM ballot WHERE vote = $1) e WHERE before > ctid`,
		"columns of time beside a ballot":  `SELECT count(*) FROM information_schema.columns WHERE table_name IN ('ballot', 'credential', 'assistance', 'roll_entry') AND (data_type LIKE 'timestamp%' OR data_type IN ('date', 'bigint', 'integer')) AND $1::uuid IS NOT NULL`,
	} {
		var n int
		must(t, h.db.Pool().QueryRow(t.Context(), query, vote).Scan(&n))
		if n != 0 {
			t.Errorf("%d %s are left", n, question)
		}
	}
}
