package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/forms"
)

// fillRoll lists the households of a circle with who came.
func (a *Actions) fillRoll(ctx context.Context, v Vote, circle string, data *forms.Data) error {
	_, came, err := a.Store.Meetings(ctx, v.ID, 1)
	if err != nil {
		return err
	}
	arrivals := map[string]Arrival{}
	for _, one := range came {
		arrivals[one.Household] = one
	}
	lines, err := a.Store.RollLines(ctx, RollQuery{Vote: v.ID, Village: circle, Most: maxRoll})
	for _, line := range lines {
		if line.Removed {
			continue
		}
		one, here := arrivals[line.Household]
		data.Roll = append(data.Roll, forms.Row{Code: line.Code, Name: line.Name, Address: line.Address, Delegate: one.Delegate, Present: here})
		if here {
			data.Present++
		}
	}
	return err
}

// maxRoll is more than the largest village has households.
const maxRoll = 20_000

// fillBallots draws each printed serial. Which household gets which paper nobody knows.
func (a *Actions) fillBallots(ctx context.Context, v Vote, circle string, data *forms.Data) error {
	serials, err := a.Store.PaperBallots(ctx, v.ID, v.Current().Number, circle)
	if err != nil {
		return err
	}
	if v.State != domain.Open {
		return domain.Refuse(domain.DocumentNotReady, "form", "form", "ballots")
	}
	count(v, domain.Tally{}, data)
	for _, serial := range serials {
		ballot, err := forms.NewBallot(v.ID, serial)
		if err != nil {
			return err
		}
		data.Ballots = append(data.Ballots, ballot)
	}
	return nil
}

// fillMeeting tells how a circle met and counted, its clusters together.
func (a *Actions) fillMeeting(ctx context.Context, v Vote, circle string, data *forms.Data) error {
	begun, came, err := a.Store.Meetings(ctx, v.ID, 1)
	if err != nil {
		return err
	}
	var sum domain.Tally
	data.Present = 0
	for _, m := range begun {
		if m.Village != circle || !counted(m, v.ID) {
			continue
		}
		sum = sum.Plus(m.Tally(v.ID))
		data.Where, data.Chair, data.Secretary, data.Method = m.Place, m.Chair.Name, m.Secretary.Name, "meeting/"+string(m.MethodOf(v.ID))
		for _, one := range m.Committee {
			data.Committee = append(data.Committee, one.Name)
		}
		for _, c := range m.Counts {
			for _, w := range c.Witnesses {
				data.Witnesses = append(data.Witnesses, w.Name)
			}
		}
		for _, note := range m.Notes {
			data.Opinions = append(data.Opinions, note.Text)
		}
		for _, one := range came {
			if one.Session == m.ID {
				data.Present++
			}
		}
	}
	data.Absent = max(data.Households-data.Present, 0)
	count(v, sum, data)
	return nil
}

// fillPapers tells how the papers of a circle were counted.
func (a *Actions) fillPapers(ctx context.Context, v Vote, circle string, data *forms.Data) error {
	box, err := a.Store.PaperBox(ctx, v.ID, v.Current().Number, circle)
	if err != nil {
		return err
	}
	if box.Settled == nil {
		return domain.Refuse(domain.DocumentNotReady, "form", "form", "nd59-04")
	}
	count(v, *box.Settled, data)
	data.Resolution = box.Resolution
	for _, teller := range box.Tellers {
		data.Tellers = append(data.Tellers, teller.By.Name)
	}
	for _, w := range box.Witnesses {
		data.Witnesses = append(data.Witnesses, w.Name)
	}
	return nil
}

// signers are the places for signatures. What was signed in the system names who did (Điều 20.2.g).
func signers(v Vote, form string) []forms.Signer {
	switch form {
	case "nd59-01", "nd61-01":
		return []forms.Signer{{Capacity: "TRƯỞNG THÔN, TỔ TRƯỞNG TỔ DÂN PHỐ"}}
	case "attendance":
		return []forms.Signer{{Capacity: "NGƯỜI ĐIỂM DANH"}, {Capacity: "CHỦ TRÌ"}}
	case "nd59-02":
		return []forms.Signer{{Capacity: "THƯ KÝ"}, {Capacity: "BAN KIỂM PHIẾU"}, {Capacity: "ĐẠI DIỆN HỘ GIA ĐÌNH"}, {Capacity: "CHỦ TRÌ"}}
	case "nd59-04":
		return []forms.Signer{{Capacity: "TỔ PHÁT PHIẾU"}, {Capacity: "ĐẠI DIỆN HỘ GIA ĐÌNH"}, {Capacity: "TRƯỞNG THÔN, TỔ TRƯỞNG TỔ DÂN PHỐ"}}
	case "nd59-05":
		return []forms.Signer{{Capacity: "TRƯỞNG BAN CÔNG TÁC MẶT TRẬN"}}
	case "nd61-03", "nd61-04", "nd61-05":
		return []forms.Signer{{Capacity: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"}}
	}
	words := map[domain.Office]string{
		domain.VillageHead: "TRƯỞNG THÔN, TỔ TRƯỞNG TỔ DÂN PHỐ", domain.FrontHead: "TRƯỞNG BAN CÔNG TÁC MẶT TRẬN", domain.Household: "ĐẠI DIỆN HỘ GIA ĐÌNH",
		domain.CommuneChair: "CHỦ TỊCH ỦY BAN NHÂN DÂN",
	}
	var all []forms.Signer
	for _, s := range v.Decision.Signatures {
		all = append(all, forms.Signer{Capacity: words[s.By.Office], Name: s.By.Name})
	}
	if len(all) == 0 {
		all = []forms.Signer{{Capacity: words[domain.VillageHead]}, {Capacity: words[domain.FrontHead]}, {Capacity: words[domain.Household]}}
	}
	return all
}
