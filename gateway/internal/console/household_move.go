package console

import (
	"context"
	"net/http"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// householdAct is one form on the page of a household.
type householdAct struct {
	said   string
	fields func(*HouseholdShow) []*view.Field
	do     func(ctx context.Context, page *HouseholdShow, one *directoryv1.Household, id string) (next string, err error)
}

// householdActs are the forms by the verb they are posted to.
func (c *Console) householdActs() map[string]householdAct {
	return map[string]householdAct{
		"representative": {"household.represented", func(p *HouseholdShow) []*view.Field {
			return append(p.Person.fields(), &p.PersonFrom, &p.PersonReason)
		}, c.representHousehold},
		"split": {"household.divided", func(p *HouseholdShow) []*view.Field {
			return append(p.SplitPerson.fields(), &p.SplitCode, &p.SplitAddress, &p.SplitFrom, &p.SplitReason)
		}, c.splitHousehold},
		"merge": {"household.joined", func(p *HouseholdShow) []*view.Field {
			return []*view.Field{&p.MergeCodes, &p.MergeFrom, &p.MergeReason}
		}, c.mergeHousehold},
		"move": {"household.moved", func(p *HouseholdShow) []*view.Field {
			return []*view.Field{&p.MoveTo, &p.MoveCode, &p.MoveAddress, &p.MoveFrom, &p.MoveReason}
		}, c.moveHousehold},
		"end": {"household.ended", func(p *HouseholdShow) []*view.Field {
			return []*view.Field{&p.EndFrom, &p.EndReason}
		}, c.endHousehold},
	}
}

func (c *Console) householdMove(verb string, act householdAct) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := view.ReadForm(r); err != nil {
			return err
		}
		page, one, err := c.household(r)
		if err != nil {
			return err
		}
		if err := need(page.MayChange, "NEEDS_ROLL_KEEPER"); err != nil {
			return err
		}
		page.Form, page.Done = posted(r), verb
		fields := act.fields(&page)
		for _, field := range fields {
			field.Read(r)
		}
		next, err := act.do(r.Context(), &page, one, page.Form.id(r))
		if err == nil {
			return c.done(w, r, act.said, map[string]string{"code": page.Code}, "/console/households/"+next)
		}
		if stale(err) {
			page.Form.Etag = one.GetEtag()
		}
		status := c.refuse(r, &page.Form, err, fields...)
		if status == 0 {
			return err
		}
		return c.pages.householdShow.Draw(w, r, status, page)
	}
}

func (c *Console) representHousehold(ctx context.Context, page *HouseholdShow, one *directoryv1.Household, id string) (string, error) {
	from, err := day(&page.PersonFrom)
	if err != nil {
		return "", err
	}
	person, err := page.Person.send()
	if err != nil {
		return "", err
	}
	_, err = c.households.ChangeRepresentative(ctx, &directoryv1.ChangeRepresentativeRequest{
		Name: one.GetName(), Representative: person, EffectiveDate: from, Reason: page.PersonReason.Value, Etag: page.Form.Etag, RequestId: id,
	})
	return page.ID, err
}

func (c *Console) splitHousehold(ctx context.Context, page *HouseholdShow, one *directoryv1.Household, id string) (string, error) {
	from, err := day(&page.SplitFrom)
	if err != nil {
		return "", err
	}
	person, err := page.SplitPerson.send()
	if err != nil {
		return "", err
	}
	_, err = c.households.SplitHousehold(ctx, &directoryv1.SplitHouseholdRequest{
		Name: one.GetName(), EffectiveDate: from, Reason: page.SplitReason.Value, Etag: page.Form.Etag, RequestId: id,
		Households: []*directoryv1.NewHousehold{{Code: page.SplitCode.Value, Address: page.SplitAddress.Value, Representative: person}},
	})
	return page.ID, err
}

func (c *Console) mergeHousehold(ctx context.Context, page *HouseholdShow, one *directoryv1.Household, id string) (string, error) {
	from, err := day(&page.MergeFrom)
	if err != nil {
		return "", err
	}
	merged, err := c.householdsOf(ctx, one.GetVillage(), page.MergeCodes.Value)
	if err != nil {
		return "", err
	}
	_, err = c.households.MergeHouseholds(ctx, &directoryv1.MergeHouseholdsRequest{
		Name: one.GetName(), Merged: merged, EffectiveDate: from, Reason: page.MergeReason.Value, Etag: page.Form.Etag, RequestId: id,
	})
	return page.ID, err
}

// mostMerged is how many households one act may join, as the contract has it.
const mostMerged = 20

// householdsOf finds the households of a village by their codes, as an officer
// writes them: "012, 015". A code that is not on the roll is named.
func (c *Console) householdsOf(ctx context.Context, village, codes string) ([]string, error) {
	var names []string
	for code := range strings.FieldsFuncSeq(codes, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if len(names) == mostMerged {
			return nil, fault.New(fault.Invalid, "TOO_MANY_CODES", fault.Field("merged"))
		}
		found, err := c.households.ListHouseholds(ctx, &directoryv1.ListHouseholdsRequest{Parent: "units/" + terms.ID(village), Query: code, PageSize: 100})
		if err != nil {
			return nil, err
		}
		name := ""
		for _, one := range found.GetHouseholds() {
			if one.GetCode() == code {
				name = one.GetName()
			}
		}
		if name == "" {
			return nil, fault.New(fault.Invalid, "NO_SUCH_CODE", fault.Field("merged"), fault.Param("code", code))
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil, fault.New(fault.Invalid, "TEXT_MISSING", fault.Field("merged"))
	}
	return names, nil
}

func (c *Console) moveHousehold(ctx context.Context, page *HouseholdShow, one *directoryv1.Household, id string) (string, error) {
	if err := chosen(&page.MoveTo); err != nil {
		return "", err
	}
	from, err := day(&page.MoveFrom)
	if err != nil {
		return "", err
	}
	moved, err := c.households.MoveHousehold(ctx, &directoryv1.MoveHouseholdRequest{
		Name: one.GetName(), Village: "units/" + page.MoveTo.Value, Code: page.MoveCode.Value, Address: page.MoveAddress.Value,
		EffectiveDate: from, Reason: page.MoveReason.Value, Etag: page.Form.Etag, RequestId: id,
	})
	return terms.ID(moved.GetName()), err
}

func (c *Console) endHousehold(ctx context.Context, page *HouseholdShow, one *directoryv1.Household, id string) (string, error) {
	to, err := day(&page.EndFrom)
	if err != nil {
		return "", err
	}
	_, err = c.households.EndHousehold(ctx, &directoryv1.EndHouseholdRequest{
		Name: one.GetName(), ValidTo: to, Reason: page.EndReason.Value, Etag: page.Form.Etag, RequestId: id,
	})
	return page.ID, err
}
