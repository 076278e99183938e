package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Issue is that a household was handed its ballot. Which serial it got is written down nowhere: the code on the paper
// says only that it is one of those printed.
type Issue struct {
	Vote      string    `json:"vote"`
	Round     int       `json:"round"`
	Village   string    `json:"village"`
	Household string    `json:"household"`
	By        Actor     `json:"by"`
	At        time.Time `json:"at"`
	Replaced  int       `json:"replaced,omitempty"` // spoilt papers given back and destroyed
}

// IssuePaper hands a ballot to a household: one, by a member of the team, while papers are out (Điều 19.3). issued is
// whether it has one already; with spoilt it gave that one back and gets another.
func (v Vote) IssuePaper(entry RollEntry, village string, earlier *Issue, spoilt bool, by Actor, with Setting) (Issue, error) {
	round := v.Current()
	if v.State != Open {
		return Issue{}, v.notOpen()
	}
	if err := round.within(with.Now); err != nil {
		return Issue{}, err
	}
	basis := v.Pack.basis("voting.paper.per_household")
	switch {
	case round.Form != PaperForm:
		return Issue{}, Refuse(ChannelNotOpen, "channel", "channel", string(OnPaper), "form", string(round.Form)).On("Điều 17 khoản 1 Luật 10/2022/QH15")
	case entry.Household == "" || len(round.Villages) > 0 && !slices.Contains(round.Villages, village):
		return Issue{}, Refuse(HouseholdNotOnRoll, "household").On(basis)
	case !slices.ContainsFunc(round.Team.Members, func(m Actor) bool { return m.Subject == by.Subject }) && v.Matter.Scope != Agency:
		return Issue{}, Refuse(OfficeNotCompetent, "by", "office", string(by.Office)).On("Điều 19 khoản 3 Luật 10/2022/QH15")
	case earlier != nil && !spoilt:
		return Issue{}, Refuse(BallotIssuedAlready, "household", "household", entry.Household).On(basis)
	case earlier == nil && spoilt:
		return Issue{}, Refuse(BallotUnknown, "household", "household", entry.Household).On(basis)
	}
	one := Issue{Vote: v.ID, Round: round.Number, Village: village, Household: entry.Household, By: by, At: with.Now}
	if earlier != nil {
		one = *earlier
		one.Replaced++
	}
	return one, nil
}

// TellerSheet is what one teller read from the ballots, alone.
type TellerSheet struct {
	Vote    string       `json:"vote"`
	Round   int          `json:"round"`
	Village string       `json:"village"`
	Teller  Actor        `json:"teller"`
	Lines   []TellerLine `json:"lines"`
	At      time.Time    `json:"at"`
}

// TellerLine is one ballot.
type TellerLine struct {
	Serial string `json:"serial"`
	Ballot Ballot `json:"ballot"`
}

// Resolution settles a ballot the tellers read differently, aloud and before the witnesses, with the reason.
type Resolution struct {
	Serial string    `json:"serial"`
	Ballot Ballot    `json:"ballot"`
	Reason string    `json:"reason"`
	By     Actor     `json:"by"`
	At     time.Time `json:"at"`
}

// Disagreement is one ballot the tellers read differently; a nil side did not have it at all.
type Disagreement struct {
	Serial        string
	First, Second *Ballot
}

// CheckSheet refuses a sheet of somebody outside the team that counts, with a ballot nobody printed, one read twice, a mark that cannot be, or more ballots than
// came back. printed says whether a serial is one of this round's and circle's.
func (v Vote) CheckSheet(sheet TellerSheet, printed func(serial string) bool, returned int) error {
	if v.State != Closed {
		return v.allow(ActCount)
	}
	if sheet.Teller.Subject == "" {
		return Refuse(FieldRequired, "teller")
	}
	if v.Matter.Scope != Agency && !slices.ContainsFunc(v.Current().Team.Members, func(m Actor) bool { return m.Subject == sheet.Teller.Subject }) {
		return Refuse(OfficeNotCompetent, "teller").On("Điều 4 khoản 6 điểm a Nghị định 59/2023/NĐ-CP")
	}
	if len(sheet.Lines) > returned {
		return Refuse(CountAboveIssued, "lines", "value", strconv.Itoa(len(sheet.Lines)), "most", strconv.Itoa(returned)).
			On("Điều 4 khoản 6 Nghị định 59/2023/NĐ-CP")
	}
	seen := map[string]bool{}
	for i, line := range sheet.Lines {
		field := "lines[" + strconv.Itoa(i) + "]"
		switch {
		case !printed(line.Serial):
			return Refuse(BallotUnknown, field+".serial", "serial", line.Serial)
		case seen[line.Serial]:
			return Refuse(BallotTwice, field+".serial", "serial", line.Serial)
		}
		seen[line.Serial] = true
		if line.Ballot.Choice == Spoilt || line.Ballot.Choice == NoChoice {
			continue
		}
		if err := v.CheckBallot(line.Ballot); err != nil {
			return err
		}
	}
	return nil
}

// Compare lists the ballots two tellers read differently, in order of their serials. They must be two persons.
func Compare(first, second TellerSheet) ([]Disagreement, error) {
	if first.Teller.Subject == second.Teller.Subject {
		return nil, Refuse(SameTeller, "teller")
	}
	read := func(sheet TellerSheet) map[string]*Ballot {
		all := map[string]*Ballot{}
		for i := range sheet.Lines {
			all[sheet.Lines[i].Serial] = &sheet.Lines[i].Ballot
		}
		return all
	}
	one, two := read(first), read(second)
	var serials []string
	for serial := range one {
		serials = append(serials, serial)
	}
	for serial := range two {
		if one[serial] == nil {
			serials = append(serials, serial)
		}
	}
	slices.Sort(serials)
	var all []Disagreement
	for _, serial := range serials {
		a, b := one[serial], two[serial]
		if a == nil || b == nil || !a.same(*b) {
			all = append(all, Disagreement{Serial: serial, First: a, Second: b})
		}
	}
	return all, nil
}

// same ignores the words of another opinion and the order of names.
func (b Ballot) same(other Ballot) bool {
	names, others := slices.Clone(b.Candidates), slices.Clone(other.Candidates)
	slices.Sort(names)
	slices.Sort(others)
	return b.Choice == other.Choice && slices.Equal(names, others)
}

// CountPapers makes the tally of one circle from two sheets. Each disagreement needs a resolution with a reason; a ballot
// that only one teller had and that was resolved counts once. What was handed out and did not come back counts as no yes.
// acts tells whether a witness represents the household named.
func (v Vote) CountPapers(first, second TellerSheet, resolutions []Resolution, witnesses []Witness, issued int, acts func(Witness) bool) (Tally, error) {
	basis := v.Pack.basis("voting.paper.witnesses")
	needed, _ := v.Pack.Number("voting.paper.witnesses")
	if len(witnesses) < needed {
		return Tally{}, Refuse(WitnessesMissing, "witnesses", "value", strconv.Itoa(len(witnesses)), "least", strconv.Itoa(needed)).On(basis)
	}
	tellers := append(slices.Clone(v.Current().Team.Members), first.Teller, second.Teller)
	if err := checkWitnesses(witnesses, tellers, v.Standing(), acts, basis); err != nil {
		return Tally{}, err
	}
	differ, err := Compare(first, second)
	if err != nil {
		return Tally{}, err
	}
	settled := map[string]Ballot{}
	for i, r := range resolutions {
		if err := required("resolutions["+strconv.Itoa(i)+"].reason", strings.TrimSpace(r.Reason), maxNote); err != nil {
			return Tally{}, err
		}
		settled[r.Serial] = r.Ballot
	}
	final := map[string]Ballot{}
	for _, line := range first.Lines {
		final[line.Serial] = line.Ballot
	}
	for _, d := range differ {
		ballot, ok := settled[d.Serial]
		if !ok {
			return Tally{}, Refuse(TellersDisagree, "resolutions", "serial", d.Serial, "count", strconv.Itoa(len(differ)))
		}
		final[d.Serial] = ballot
	}
	if len(final) > issued {
		return Tally{}, Refuse(CountAboveIssued, "lines", "value", strconv.Itoa(len(final)), "most", strconv.Itoa(issued)).On(basis)
	}
	var tally Tally
	for _, ballot := range final {
		tally = tally.Count(ballot)
	}
	tally.Issued = issued
	slices.SortFunc(tally.Candidates, func(a, b CandidateTally) int { return strings.Compare(a.Candidate, b.Candidate) })
	return tally, nil
}
