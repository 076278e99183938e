package console

import (
	"context"
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// HouseholdShow is one household with its history and what may be done about it.
type HouseholdShow struct {
	Desk           Desk
	Form           Form
	Done           string // the form that was sent, so that it stands open
	ID, Code       string
	Village, Key   string
	Address        string
	Representative string
	Born           int32
	Phone          string
	Identified     bool
	Since, Until   workday.Date
	Events         []HouseholdEventRow
	Former         []FormerRow
	MayChange      bool

	Person                             PersonFields
	PersonFrom, PersonReason           view.Field
	SplitCode, SplitAddress            view.Field
	SplitPerson                        PersonFields
	SplitFrom, SplitReason             view.Field
	MergeCodes, MergeFrom, MergeReason view.Field
	MoveTo, MoveCode, MoveAddress      view.Field
	MoveFrom, MoveReason               view.Field
	EndFrom, EndReason                 view.Field
}

// HouseholdEventRow is one line of the history.
type HouseholdEventRow struct {
	On                workday.Date
	What, Reason, URL string
}

// FormerRow is somebody who represented the household.
type FormerRow struct {
	Name     string
	From, To workday.Date
}

func (c *Console) householdShow(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.household(r)
	if err != nil {
		return err
	}
	return c.pages.householdShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) household(r *http.Request) (HouseholdShow, *directoryv1.Household, error) {
	ctx := r.Context()
	desk, err := c.desk(ctx, r, "households")
	if err != nil {
		return HouseholdShow{}, nil, err
	}
	one, err := c.households.GetHousehold(ctx, &directoryv1.GetHouseholdRequest{Name: "households/" + r.PathValue("household")})
	if err != nil {
		return HouseholdShow{}, nil, notFound(err)
	}
	village, above, err := c.unitAndAbove(ctx, terms.ID(one.GetVillage()))
	if err != nil {
		return HouseholdShow{}, nil, err
	}
	person := one.GetRepresentative().GetPerson()
	page := HouseholdShow{
		Form: fresh(one.GetEtag()), ID: terms.ID(one.GetName()), Code: one.GetCode(), Village: village.GetFullName(), Key: village.GetKey(),
		Address: one.GetAddress(), Representative: person.GetFullName(), Born: person.GetBirthYear(), Phone: person.GetPhone(), Identified: person.GetIdentified(),
		Since: terms.Day(one.GetValidFrom()), Until: terms.Day(one.GetValidTo()),
	}
	page.MayChange = page.Until.IsZero() && desk.over(ctx, c, village, above, keepsRolls)
	page.Desk = desk
	page.ask(view.Today(c.Clock()).String())
	if page.MayChange && len(above) > 0 {
		if err := c.moveTo(ctx, &page, above[0].GetName()); err != nil {
			return page, nil, err
		}
	}
	return page, one, c.householdHistory(ctx, &page, one)
}

// ask makes the fields of all forms on the page.
func (p *HouseholdShow) ask(today string) {
	text := func(name, path string, most int, required bool) view.Field {
		return view.Field{Name: name, Path: path, Max: most, Required: required}
	}
	date := func(name, path string) view.Field {
		return view.Field{Name: name, Path: path, Required: true, Value: today}
	}
	p.Person = personFields("person_", "representative")
	p.PersonFrom, p.PersonReason = date("person_from", "effective_date"), text("person_reason", "reason", 500, false)
	p.SplitCode, p.SplitAddress = text("split_code", "households[0].code", 32, true), text("split_address", "households[0].address", 300, false)
	p.SplitPerson = personFields("split_", "households[0].representative")
	p.SplitFrom, p.SplitReason = date("split_from", "effective_date"), text("split_reason", "reason", 500, false)
	p.MergeCodes = text("merge_codes", "merged", 400, true)
	p.MergeFrom, p.MergeReason = date("merge_from", "effective_date"), text("merge_reason", "reason", 500, false)
	p.MoveTo = view.Field{Name: "move_to", Path: "village", Required: true}
	p.MoveCode, p.MoveAddress = text("move_code", "code", 32, true), text("move_address", "address", 300, false)
	p.MoveFrom, p.MoveReason = date("move_from", "effective_date"), text("move_reason", "reason", 500, false)
	p.EndFrom, p.EndReason = date("end_from", "valid_to"), text("end_reason", "reason", 500, false)
}

// moveTo offers the other villages of the commune.
func (c *Console) moveTo(ctx context.Context, page *HouseholdShow, commune string) error {
	villages, err := c.villages(ctx, commune)
	page.MoveTo.Options = []view.Option{{Text: c.Set.Text(i18n.Lang(ctx), "desk.choose", nil)}}
	for _, one := range villages {
		if one.GetKey() != page.Key {
			page.MoveTo.Options = append(page.MoveTo.Options, view.Option{Value: one.GetKey(), Text: one.GetFullName()})
		}
	}
	return err
}

func (c *Console) householdHistory(ctx context.Context, page *HouseholdShow, one *directoryv1.Household) error {
	past, err := c.households.ListHouseholdHistory(ctx, &directoryv1.ListHouseholdHistoryRequest{Name: one.GetName()})
	if err != nil {
		return err
	}
	for _, event := range past.GetEvents() {
		row := HouseholdEventRow{On: terms.Day(event.GetDate()), What: c.word(i18n.Lang(ctx), "household_event", short("kind", event.GetKind().String())), Reason: event.GetReason()}
		if event.GetRelated() != "" {
			row.URL = "/console/households/" + terms.ID(event.GetRelated())
		}
		page.Events = append(page.Events, row)
	}
	for _, was := range past.GetRepresentatives() {
		if was.GetTo() != "" {
			page.Former = append(page.Former, FormerRow{Name: was.GetPerson().GetFullName(), From: terms.Day(was.GetFrom()), To: terms.Day(was.GetTo())})
		}
	}
	return nil
}
