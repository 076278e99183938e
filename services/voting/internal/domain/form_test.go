package domain_test

import (
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Điều 17.2, 19.1 Luật 10/2022/QH15; Nghị định 59/2023/NĐ-CP Điều 4.1, 5.1: which form each matter may take, at once (+),
// after a meeting too small to pass (after) or not at all (-).
func TestForms(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		matter                 domain.Matter
		meeting, paper, online string
	}{
		"Điều 15.1 contributions":          {village(1, domain.Decide), "+", "after", "-"},
		"Điều 15.2 funds":                  {village(2, domain.Decide), "+", "after", "-"},
		"Điều 15.3 convention":             {village(3, domain.Adopt), "+", "after", "-"},
		"Điều 15.3 convention amended":     {village(3, domain.Amend), "+", "after", "-"},
		"Điều 15.4 election":               {village(4, domain.Elect), "+", "after", "-"},
		"Điều 15.4 release":                {village(4, domain.Release), "+", "after", "-"},
		"Điều 15.4 by-election":            {village(4, domain.ByElection), "+", "after", "-"},
		"Điều 15.5 board":                  {village(5, domain.Elect), "+", "after", "-"},
		"Điều 15.5 release from a board":   {village(5, domain.Release), "+", "after", "-"},
		"Điều 15.6 self-government":        {village(6, domain.Decide), "+", "+", "+"},
		"Điều 19.1.a commune contribution": {commune(1), "+", "+", "-"},
		"Điều 19.1.a commune funds":        {commune(2), "+", "+", "-"},
		"Điều 50 agency":                   {agency(3, domain.Decide), "+", "after", "-"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pack(t, tc.matter)
			for form, want := range map[domain.Form]string{domain.MeetingForm: tc.meeting, domain.PaperForm: tc.paper, domain.OnlineForm: tc.online} {
				err := p.CheckForm(tc.matter, form)
				if want == "+" {
					if err != nil {
						t.Errorf("%s: %v", form, err)
					}
					continue
				}
				r := refused(t, err, domain.FormNotAllowed)
				if (want == "after") != (r.Params["opening"] == string(domain.OpenAfterMeeting)) || !strings.HasPrefix(r.Basis, "Điều ") {
					t.Errorf("%s: %v, want %s", form, r, want)
				}
			}
		})
	}
}

// Điều 19.1.b: papers follow a meeting only when attendance could not mathematically reach the share.
func TestFallback(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		matter          domain.Matter
		attended, total int
		allowed         bool
	}{
		"Điều 21.1, item 1: 40 of 61 cannot make 41":           {village(1, domain.Decide), 40, 61, true},
		"Điều 21.1, item 1: 41 of 61 can":                      {village(1, domain.Decide), 41, 61, false},
		"Điều 21.1, item 4: 30 of 61 cannot make 31":           {village(4, domain.Elect), 30, 61, true},
		"Điều 21.1, item 4: 31 of 61 can":                      {village(4, domain.Elect), 31, 61, false},
		"item 4: exactly half of 60 is not more than half":     {village(4, domain.Elect), 30, 60, true},
		"NĐ 61/2023 Điều 10: half present is no valid meeting": {village(3, domain.Adopt), 50, 100, true},
		"NĐ 61/2023 Điều 10: more than half is":                {village(3, domain.Adopt), 51, 100, false},
		"commune: a village whose meeting was too small":       {commune(1), 19, 30, true},
		"commune: one that could pass":                         {commune(1), 20, 30, false},
		"nobody came":                                          {village(6, domain.Decide), 0, 12, true},
		"an agency has a rule of its own (Điều 50.2)":          {agency(3, domain.Decide), 1, 30, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := pack(t, tc.matter).CheckFallback(tc.matter, tc.attended, tc.total)
			if tc.allowed != (err == nil) {
				t.Errorf("%v, want allowed %v", err, tc.allowed)
			}
		})
	}
}

// Before 01/7/2023 the law did not exist: nothing can be put to the people under it.
func TestNoLawBefore(t *testing.T) {
	t.Parallel()
	for _, m := range append(domain.Matters(domain.Village), domain.Matters(domain.Commune)...) {
		_, err := domain.PackFor(book(t), m, day("2023-06-30"))
		refused(t, err, domain.RuleNotInForce)
		if _, err := domain.PackFor(book(t), m, day("2023-07-01")); err != nil {
			t.Error(err)
		}
	}
}
