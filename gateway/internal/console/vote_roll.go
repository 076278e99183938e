package console

import (
	"context"
	"net/http"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/vntext"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RollDesk is the roll of a vote with what was said against it. It is personal data: for
// the staff of the village and its commune only.
type RollDesk struct {
	Query      string
	Total      int32
	Rows       []RollRow
	Objections []ObjectionRow
	Pager      view.Pager
}

// RollRow is one household on the roll; never its choice.
type RollRow struct {
	Code, Representative, Address, Took, Correction string
	Drawn, Assisted, Removed                        bool
}

// ObjectionRow is what a household says against the roll.
type ObjectionRow struct {
	ID, Household, Text, Answer string
	At                          workday.Date
	State                       view.State
}

// mostPages bounds how much of a roll one page or one list of numbers looks through: a
// village has some hundreds of households.
const mostPages = 30

// roll reads the roll, or those of it whose number, name or address has the words asked for.
func (c *Console) roll(ctx context.Context, r *http.Request, lang string, one *votingv1.Vote) (*RollDesk, error) {
	query := r.URL.Query()
	desk := &RollDesk{Query: strings.TrimSpace(query.Get("q"))}
	words := vntext.Fold(desk.Query)
	ask := &votingv1.ListRollEntriesRequest{Vote: one.GetName(), PageSize: 100, PageToken: query.Get("page")}
	for range mostPages {
		found, err := c.rolls.ListRollEntries(ctx, ask)
		if err != nil {
			return nil, notFound(err)
		}
		desk.Total = found.GetTotal()
		for _, entry := range found.GetEntries() {
			if words == "" || strings.Contains(vntext.Fold(entry.GetCode()+" "+entry.GetRepresentative()+" "+entry.GetAddress()), words) {
				desk.Rows = append(desk.Rows, c.rollRow(lang, entry))
			}
		}
		ask.PageToken = found.GetNextPageToken()
		if ask.PageToken == "" || words == "" || len(desk.Rows) >= 100 {
			break
		}
	}
	if words == "" {
		desk.Pager.Next = next(r.URL.Path, query, ask.PageToken)
	}
	return desk, nil
}

func (c *Console) rollRow(lang string, entry *votingv1.RollEntry) RollRow {
	row := RollRow{
		Code: entry.GetCode(), Representative: entry.GetRepresentative(), Address: entry.GetAddress(), Correction: entry.GetCorrection(),
		Drawn: entry.GetCredentialDrawn(), Assisted: entry.GetAssisted(), Removed: entry.GetRemoved(),
	}
	if entry.GetTookPart() {
		row.Took = c.Terms.Voting(lang, "by_form", entry.GetByForm())
	}
	return row
}

func (c *Console) objections(ctx context.Context, lang string, one *votingv1.Vote, desk *RollDesk) error {
	found, err := c.rolls.ListRollObjections(ctx, &votingv1.ListRollObjectionsRequest{Vote: one.GetName()})
	if err != nil {
		return notFound(err)
	}
	for _, said := range found.GetObjections() {
		row := ObjectionRow{
			ID: terms.ID(said.GetName()), Household: terms.ID(said.GetHousehold()), Text: said.GetText(), Answer: said.GetAnswer(),
			At: terms.DayOf(said.GetCreateTime().AsTime()), State: view.State{Shape: view.Soon, Word: c.Set.Text(lang, "vote.objection_waits", nil)},
		}
		switch {
		case said.GetDecided() && said.GetUpheld():
			row.State = view.State{Shape: view.Good, Word: c.Set.Text(lang, "vote.upheld_yes", nil)}
		case said.GetDecided():
			row.State = view.State{Shape: view.Gone, Word: c.Set.Text(lang, "vote.upheld_no", nil)}
		}
		desk.Objections = append(desk.Objections, row)
	}
	return nil
}

// onRoll finds the households whose numbers on the roll were typed into a field. A
// number nobody has is a fault of that field: a mistyped one must not become another household.
func (c *Console) onRoll(ctx context.Context, in *given, name, village string) ([]string, error) {
	codes := lines(in.text(name))
	if len(codes) == 0 {
		return nil, nil
	}
	known, called := map[string]string{}, map[string]string{} // by the number as written, by its digits
	ask := &votingv1.ListRollEntriesRequest{Vote: in.vote.GetName(), Village: village, PageSize: 100}
	for range mostPages {
		found, err := c.rolls.ListRollEntries(ctx, ask)
		if err != nil {
			return nil, err
		}
		for _, entry := range found.GetEntries() {
			if !entry.GetRemoved() {
				known[numberOf(entry.GetCode())] = entry.GetHousehold()
				short := digitsOf(entry.GetCode())
				if _, twice := called[short]; twice {
					called[short] = "" // the digits alone could be either household
				} else {
					called[short] = entry.GetHousehold()
				}
			}
		}
		if ask.PageToken = found.GetNextPageToken(); ask.PageToken == "" {
			break
		}
	}
	var out []string
	for _, code := range codes {
		household, ok := known[numberOf(code)]
		if !ok {
			household = called[numberOf(code)]
		}
		if household == "" {
			return nil, fault.New(fault.Invalid, "HOUSEHOLD_NUMBER_UNKNOWN", fault.Field(path(&in.find(name).Field)), fault.Param("value", code))
		}
		out = append(out, household)
	}
	return out, nil
}

// numberOf lets people leave out leading noughts.
func numberOf(code string) string {
	if short := strings.TrimLeft(vntext.Fold(code), "0"); short != "" {
		return short
	}
	return "0"
}

// digitsOf is what people call a household by: 12 for "CB-012".
func digitsOf(code string) string {
	return numberOf(strings.TrimLeftFunc(code, func(c rune) bool { return c < '0' || c > '9' }))
}
