package voting_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/voting"
)

// sized has directory tell how many households the village has.
func (h *house) sized(t testing.TB, households, revision int64) {
	t.Helper()
	data, err := proto.Marshal(&directoryv1.HouseholdRollChanged{Village: village, Households: households, Revision: revision})
	must(t, err)
	must(t, h.db.InTx(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		return voting.RollSizes().Handle(ctx, tx, bus.Event{Type: "danchu.directory.v1.household_roll_changed", Data: data})
	}))
}

// neighbour is somebody who represents a household.
func (h *house) neighbour(v string, i int) string {
	who := fmt.Sprintf("%snha-%s-%d", issuer, v, i)
	h.directory.mu.Lock()
	defer h.directory.mu.Unlock()
	h.directory.mine[who] = household(v, i)
	return who
}

func (h *house) consent(t testing.TB, name string, from, to int) (i *votingv1.Initiative) {
	t.Helper()
	for n := from; n < to; n++ {
		var err error
		i, err = h.ConsentToInitiative(h.as(t, h.neighbour(village, n)), &votingv1.ConsentToInitiativeRequest{Name: name})
		must(t, err)
	}
	return i
}

func (h *house) start(t testing.TB) *votingv1.Initiative {
	t.Helper()
	h.sized(t, 120, 2)
	h.sized(t, 5, 1) // older word, delivered late
	i, err := h.StartInitiative(h.as(t, citizen), &votingv1.StartInitiativeRequest{Title: "Dọn vệ sinh ngõ xóm", Text: "Mỗi tháng một lần."})
	must(t, err)
	return i
}

// Ten per cent of the households carry an initiative, each consent for three months; then a vote must name it.
func TestAnInitiativeIsCarriedByTenPerCent(t *testing.T) {
	t.Parallel()
	h := open(t)
	i := h.start(t)
	if i.GetNeeded() != 12 || i.GetHouseholds() != 120 || !i.GetMine() || i.GetState() != votingv1.InitiativeState_INITIATIVE_STATE_COLLECTING {
		t.Errorf("begun as %v", i)
	}
	i = h.consent(t, i.GetName(), 20, 31)
	if i.GetConsents() != 11 || !i.GetConsented() || i.GetMine() || i.GetState() != votingv1.InitiativeState_INITIATIVE_STATE_COLLECTING {
		t.Errorf("eleven consent: %v", i)
	}
	_, err := h.ConsentToInitiative(h.as(t, h.neighbour(village, 20)), &votingv1.ConsentToInitiativeRequest{Name: i.GetName()})
	refused(t, err, fault.Exists, "CONSENT_TWICE")
	draft := road()
	draft.Matter, draft.Initiative = votingv1.Matter_MATTER_SELF_GOVERNING, i.GetName()
	_, err = h.CreateVote(h.as(t, head), draft)
	refused(t, err, fault.Refused, "INITIATIVE_TOO_SMALL")

	i = h.consent(t, i.GetName(), 31, 32)
	if i.GetState() != votingv1.InitiativeState_INITIATIVE_STATE_QUALIFIED {
		t.Errorf("twelve consent: %v", i)
	}
	for table, want := range map[string]int{
		`platform_outbox WHERE type = 'danchu.voting.v1.initiative_qualified'`:                   1,
		`platform_notice WHERE recipient = '` + head + `' AND template = 'initiative_qualified'`: 1,
	} {
		if n := h.rows(t, table); n != want {
			t.Errorf("%s: %d, want %d", table, n, want)
		}
	}
	public, err := h.GetInitiative(t.Context(), &votingv1.GetInitiativeRequest{Name: i.GetName()})
	must(t, err)
	if text := prototext.Format(public); strings.Contains(text, "sso.example") || strings.Contains(text, "households/") || public.GetConsented() {
		t.Errorf("the public reads %s", text)
	}
	v := h.create(t, head, draft)
	tabled, err := h.GetInitiative(t.Context(), &votingv1.GetInitiativeRequest{Name: i.GetName()})
	must(t, err)
	if tabled.GetState() != votingv1.InitiativeState_INITIATIVE_STATE_TABLED || tabled.GetVote() != v.GetName() || v.GetInitiative() != i.GetName() {
		t.Errorf("tabled as %v by %v", tabled, v)
	}
	_, err = h.CreateVote(h.as(t, head), draft)
	refused(t, err, fault.Refused, "STATE_NOT_ALLOWED")
}

// A consent loses its value after three months, and may be taken back before.
func TestConsentsDoNotLastForEver(t *testing.T) {
	t.Parallel()
	h := open(t)
	i := h.start(t)
	h.consent(t, i.GetName(), 20, 24)
	i, err := h.WithdrawConsent(h.as(t, h.neighbour(village, 20)), &votingv1.WithdrawConsentRequest{Name: i.GetName()})
	must(t, err)
	if i.GetConsents() != 3 || i.GetConsented() {
		t.Errorf("one is taken back: %v", i)
	}
	_, err = h.WithdrawConsent(h.as(t, h.neighbour(village, 20)), &votingv1.WithdrawConsentRequest{Name: i.GetName()})
	refused(t, err, fault.NotFound, "")
	h.set(time.Date(2026, 6, 9, 3, 0, 0, 0, time.UTC))
	if i = h.seen(t, i.GetName()); i.GetConsents() != 3 {
		t.Errorf("on the last day %d", i.GetConsents())
	}
	h.set(time.Date(2026, 6, 10, 3, 0, 0, 0, time.UTC))
	if i = h.seen(t, i.GetName()); i.GetConsents() != 0 {
		t.Errorf("after three months %d", i.GetConsents())
	}
	if i = h.consent(t, i.GetName(), 21, 22); i.GetConsents() != 1 {
		t.Errorf("given again: %v", i)
	}
}

func (h *house) seen(t testing.TB, name string) *votingv1.Initiative {
	t.Helper()
	i, err := h.GetInitiative(t.Context(), &votingv1.GetInitiativeRequest{Name: name})
	must(t, err)
	return i
}

// Households of other villages have no part in it, the Front of the village beside endorses nothing, and only who began it
// ends it.
func TestInitiativesBelongToTheVillage(t *testing.T) {
	t.Parallel()
	h := open(t)
	i := h.start(t)
	_, err := h.StartInitiative(h.as(t, stranger), &votingv1.StartInitiativeRequest{Title: "Khác", Text: "Khác"})
	refused(t, err, fault.Forbidden, "NOT_REPRESENTATIVE")
	_, err = h.ConsentToInitiative(h.as(t, h.neighbour(otherVillage, 1)), &votingv1.ConsentToInitiativeRequest{Name: i.GetName()})
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	_, err = h.ConsentToInitiative(t.Context(), &votingv1.ConsentToInitiativeRequest{Name: i.GetName()})
	refused(t, err, fault.Unauthenticated, "")
	for _, who := range []string{otherFront, otherHead, head, front, citizen} {
		_, err = h.EndorseInitiative(h.as(t, who), &votingv1.EndorseInitiativeRequest{Name: i.GetName(), Reason: "Cần thiết"})
		refused(t, err, fault.Forbidden, "")
	}
	close := &votingv1.CloseInitiativeRequest{Name: i.GetName(), Reason: "Đã giải quyết", RequestId: "0198c0de-0000-4000-8000-0000000000e1"}
	_, err = h.CloseInitiative(h.as(t, h.neighbour(village, 30)), close)
	refused(t, err, fault.Forbidden, "OFFICE_NOT_COMPETENT")
	endorsed, err := h.EndorseInitiative(h.as(t, villageMTTQ), &votingv1.EndorseInitiativeRequest{Name: i.GetName(), Reason: "Cần thiết"})
	must(t, err)
	if !endorsed.GetEndorsed() || endorsed.GetState() != votingv1.InitiativeState_INITIATIVE_STATE_QUALIFIED {
		t.Errorf("endorsed as %v", endorsed)
	}
	first, err := h.CloseInitiative(h.as(t, citizen), close)
	must(t, err)
	again, err := h.CloseInitiative(h.as(t, citizen), close)
	must(t, err)
	if !proto.Equal(first, again) || first.GetState() != votingv1.InitiativeState_INITIATIVE_STATE_CLOSED {
		t.Errorf("first %v, again %v", first, again)
	}
	_, err = h.ConsentToInitiative(h.as(t, h.neighbour(village, 30)), &votingv1.ConsentToInitiativeRequest{Name: i.GetName()})
	refused(t, err, fault.Refused, "STATE_NOT_ALLOWED")
	listed, err := h.ListInitiatives(t.Context(), &votingv1.ListInitiativesRequest{Village: "units/" + village})
	must(t, err)
	elsewhere, err := h.ListInitiatives(t.Context(), &votingv1.ListInitiativesRequest{Village: "units/" + otherVillage})
	must(t, err)
	if len(listed.GetInitiatives()) != 1 || len(elsewhere.GetInitiatives()) != 0 {
		t.Errorf("listed %v, elsewhere %v", listed, elsewhere)
	}
}

func (h *house) rows(t testing.TB, from string) (n int) {
	t.Helper()
	must(t, h.db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM "+from).Scan(&n))
	return n
}
