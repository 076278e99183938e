package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Initiative is one as it is kept, with its revision.
type Initiative struct {
	domain.Initiative
	Revision int64 `json:"revision"`
}

// InitiativeStore keeps initiatives and consents. Consents are personal: they are counted, never listed.
type InitiativeStore interface {
	Initiative(ctx context.Context, id string) (Initiative, error)
	// Initiatives lists those of a village, newest first.
	Initiatives(ctx context.Context, village string, before Place, most int) ([]Initiative, error)
	// VillageSize is how many households directory counts in a village; zero when it has told nothing yet.
	VillageSize(ctx context.Context, village string) (int, error)
}

// InitiativeTx is InitiativeStore inside one transaction.
type InitiativeTx interface {
	Initiative(ctx context.Context, id string) (Initiative, error)
	PutInitiative(ctx context.Context, i Initiative) error
	PutConsent(ctx context.Context, id string, c domain.Consent) error
	DeleteConsent(ctx context.Context, id, household string) error
	VillageSize(ctx context.Context, village string) (int, error)
}

// InitiativeView is an initiative as anybody may see it: numbers, and what is the reader's own.
type InitiativeView struct {
	Initiative domain.Initiative `json:"initiative"` // without consents
	Revision   int64             `json:"revision"`
	Consents   int               `json:"consents"` // in force today
	Needed     int               `json:"needed"`
	Households int               `json:"households"`
	Consented  bool              `json:"consented"` // the reader's household
}

// brought is what an initiative is about until a vote is drawn up on it: a matter of the village's own.
var brought = domain.Matter{Scope: domain.Village, Item: domain.ItemSelfGovernment, Kind: domain.Decide}

func initiativeName(id string) string { return "initiatives/" + id }

func initiativeResource(i domain.Initiative) authz.Resource {
	return authz.Resource{Type: "Initiative", ID: i.ID, Unit: units.Key(i.Body.Unit)}
}

// speaker is the household the caller represents, as the rules see it: it speaks for itself.
func (a *Actions) speaker(ctx context.Context) (Household, error) {
	mine, ok, err := a.Directory.MyHousehold(ctx)
	if err == nil && !ok {
		err = domain.Refuse(domain.NotRepresentative, "household").On("Điều 16 khoản 3 Luật 10/2022/QH15")
	}
	mine.Entry.Representative = mine.Entry.Household
	return mine, err
}

func (a *Actions) viewInitiative(i Initiative, total int, household string, with domain.Setting) (InitiativeView, error) {
	pack, err := domain.PackFor(with.Book, i.Matter, with.Today())
	if err != nil {
		return InitiativeView{}, err
	}
	valid, err := i.Valid(pack, with)
	if err != nil {
		return InitiativeView{}, err
	}
	view := InitiativeView{Initiative: i.Initiative, Revision: i.Revision, Consents: len(valid), Households: total}
	view.Initiative.Consents = nil
	view.Consented = household != "" && slices.ContainsFunc(valid, func(c domain.Consent) bool { return c.Household == household })
	if rule, err := pack.Demand("voting.initiative.consent"); err == nil && total > 0 {
		view.Needed = rule.Share.Needed(total)
	}
	return view, nil
}

// GetInitiative returns one. Anybody may read it; whether the own household consents only its representative is told.
func (a *Actions) GetInitiative(ctx context.Context, id string) (InitiativeView, error) {
	if err := a.Policy.Allow(ctx, "GetInitiative", authz.Installation()); err != nil {
		return InitiativeView{}, err
	}
	i, err := a.Store.Initiative(ctx, id)
	if err != nil {
		return InitiativeView{}, err
	}
	return a.readInitiative(ctx, i, a.own(ctx))
}

// own is the caller's household where directory knows it; a reader is not refused because directory is away.
func (a *Actions) own(ctx context.Context) string {
	if !authn.From(ctx).SignedIn() {
		return ""
	}
	mine, _, err := a.Directory.MyHousehold(ctx)
	if err != nil {
		return ""
	}
	return mine.Entry.Household
}

func (a *Actions) readInitiative(ctx context.Context, i Initiative, household string) (InitiativeView, error) {
	total, err := a.Store.VillageSize(ctx, i.Body.Unit)
	if err != nil {
		return InitiativeView{}, err
	}
	return a.viewInitiative(i, total, household, a.setting())
}

// ListInitiatives lists those of a village, newest first.
func (a *Actions) ListInitiatives(ctx context.Context, village string, before Place, most int) ([]InitiativeView, error) {
	if err := a.Policy.Allow(ctx, "ListInitiatives", authz.Installation()); err != nil {
		return nil, err
	}
	unit, err := a.Unit(village)
	if err != nil {
		return nil, err
	}
	found, err := a.Store.Initiatives(ctx, string(unit.Key), before, most)
	if err != nil {
		return nil, err
	}
	household := a.own(ctx)
	views := make([]InitiativeView, len(found))
	for n, i := range found {
		if views[n], err = a.readInitiative(ctx, i, household); err != nil {
			return nil, err
		}
	}
	return views, nil
}

// bring changes an initiative that is locked. What it returns is kept, with the facts and the consents it has changed.
type bring func(ctx context.Context, tx Tx, i domain.Initiative, total int, with domain.Setting) (domain.Initiative, []domain.Fact, error)

// onInitiative is the way of every change to an initiative that exists.
func (a *Actions) onInitiative(ctx context.Context, cause change.Cause, id, household string, do bring) (InitiativeView, error) {
	return recallInitiative(a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		i, err := tx.Initiative(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		with := a.setting()
		total, err := tx.VillageSize(ctx, i.Body.Unit)
		if err != nil {
			return Outcome{}, err
		}
		var facts []domain.Fact
		if i.Initiative, facts, err = do(ctx, tx, i.Initiative, total, with); err != nil {
			return Outcome{}, err
		}
		i.Revision++
		outcome, err := a.keptInitiative(ctx, tx, i, total, household, with)
		outcome.Facts = facts
		if len(facts) > 0 { // enough: it must be put to the people
			outcome.Notices = a.tellHead(i.Initiative)
		}
		return outcome, err
	}))
}

func (a *Actions) keptInitiative(ctx context.Context, tx Tx, i Initiative, total int, household string, with domain.Setting) (Outcome, error) {
	view, err := a.viewInitiative(i, total, household, with)
	if err != nil {
		return Outcome{}, err
	}
	extra, err := json.Marshal(view)
	if err != nil {
		return Outcome{}, fmt.Errorf("writing the answer about an initiative: %w", err)
	}
	return Outcome{
		Answer: Answer{ID: i.ID, Extra: extra}, Resource: initiativeName(i.ID), Unit: i.Body.Unit,
	}, tx.PutInitiative(ctx, i)
}

func recallInitiative(answer Answer, err error) (InitiativeView, error) {
	var view InitiativeView
	if err != nil {
		return view, err
	}
	if err := json.Unmarshal(answer.Extra, &view); err != nil {
		return view, fmt.Errorf("reading the answer about initiative %s: %w", answer.ID, err)
	}
	return view, nil
}

// tellHead tells the head of the village that an initiative has come so far.
func (a *Actions) tellHead(i domain.Initiative) []Notice {
	var all []Notice
	for _, subject := range a.holders(i.Body, domain.VillageHead, domain.FrontHead) {
		all = append(all, Notice{
			To: subject, Template: "initiative_qualified", Resource: initiativeName(i.ID), Params: map[string]string{"title": i.Title},
			Key: "initiative_qualified " + initiativeName(i.ID),
		})
	}
	return all
}
