package domain

import (
	"slices"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Candidate is a person who stands. The list comes from the Front's working committee, agreed with the party cell; at
// the meeting anybody may stand or be put forward (Nghị định 59/2023/NĐ-CP Điều 6.2, 3.5.b).
type Candidate struct {
	ID        string       `json:"id"`
	Subject   string       `json:"subject,omitempty"` // opaque id of the person, where known
	Name      string       `json:"name"`
	BirthYear int          `json:"birth_year,omitempty"`
	Household string       `json:"household,omitempty"`
	Profile   string       `json:"profile,omitempty"`
	Posts     []Post       `json:"posts,omitempty"` // held now, as far as they matter
	Origin    Origin       `json:"origin"`
	On        workday.Date `json:"on"`
	Withdrawn bool         `json:"withdrawn,omitempty"`
	Reason    string       `json:"reason,omitempty"` // of the withdrawal
}

// Origin is how a candidate came onto the list.
type Origin string

// Origins.
const (
	FrontList     Origin = "front_list"     // giới thiệu
	SelfNominated Origin = "self_nominated" // tự ứng cử
	Nominated     Origin = "nominated"      // được đề cử
)

// Post is something a person already is that may keep them from a board.
type Post string

// Posts. The three of the village are its part-time officers (Nghị định 185/2026/NĐ-CP Điều 4, 14).
const (
	PostVillageHead     Post = "village_head"
	PostPartySecretary  Post = "party_cell_secretary"
	PostFrontHead       Post = "front_head"
	PostCommuneOfficer  Post = "commune_officer"  // cán bộ, công chức, người hoạt động không chuyên trách ở cấp xã
	PostAgencyChief     Post = "agency_chief"     // người đứng đầu, cấp phó
	PostChiefAccountant Post = "chief_accountant" // kế toán trưởng
	PostProjectParty    Post = "project_party"    // người có liên quan đến dự án được giám sát
)

// Eligible refuses a person the law keeps out: of a People's Inspection board the officers of commune and village, of an
// investment supervision board the commune's officers and those tied to the project, of an agency's board its chiefs.
func (p Pack) Eligible(m Matter, c Candidate) error {
	var barred []Post
	basis := ""
	switch {
	case m.Scope == Agency && m.Item == ItemAgencyBoard:
		barred, basis = []Post{PostAgencyChief, PostChiefAccountant}, p.basis("voting.agency.chiefs_barred")
	case m.Scope == Village && m.Item == ItemBoards && m.Board == Inspection:
		barred = []Post{PostVillageHead, PostPartySecretary, PostFrontHead, PostCommuneOfficer}
		basis = p.basis("voting.board.village_officer_barred")
	case m.Scope == Village && m.Item == ItemBoards:
		barred, basis = []Post{PostCommuneOfficer, PostProjectParty}, "Điều 17 Nghị định 59/2023/NĐ-CP"
	}
	for _, post := range c.Posts {
		if slices.Contains(barred, post) {
			return Refuse(CandidateNotEligible, "posts", "post", string(post), "board", string(m.Board)).On(basis)
		}
	}
	return nil
}

// Nominate puts a person on the list: from the Front before the announcement or the meeting, by themselves or by others
// at the meeting while nobody has voted yet. counting tells who sits on the election team or the counting committee.
func (v Vote) Nominate(c Candidate, counting []string, with Setting) (Vote, error) {
	if !v.Matter.Election() {
		return v, Refuse(KindNotOfMatter, "candidate", "kind", string(v.Matter.Kind))
	}
	atMeeting := v.State == Open && v.Current().Form == MeetingForm
	if !v.Allows(ActPrepare) && !atMeeting {
		return v, v.allow(ActPrepare)
	}
	pack, err := v.Law(with)
	if err != nil {
		return v, err
	}
	c.Name = strings.TrimSpace(c.Name)
	same := func(o Candidate) bool { return o.ID == c.ID || c.Subject != "" && o.Subject == c.Subject }
	switch {
	case c.ID == "":
		return v, Refuse(FieldRequired, "id")
	case c.Origin != FrontList && c.Origin != SelfNominated && c.Origin != Nominated:
		return v, Refuse(FieldInvalid, "origin", "value", string(c.Origin))
	case c.Origin == FrontList && atMeeting:
		return v, Refuse(FieldInvalid, "origin", "value", string(c.Origin)).On("Điều 6 khoản 2 Nghị định 59/2023/NĐ-CP")
	case slices.ContainsFunc(v.Candidates, same):
		return v, Refuse(CandidateTwice, "id")
	case c.Subject != "" && slices.Contains(counting, c.Subject):
		return v, Refuse(CandidateCounts, "subject").On(pack.basis("voting.election.candidate_not_in_team"))
	}
	if err := required("name", c.Name, maxTitle); err != nil {
		return v, err
	}
	if err := pack.Eligible(v.Matter, c); err != nil {
		return v, err
	}
	c.On = with.Today()
	v.Candidates = append(slices.Clone(v.Candidates), c)
	v.UpdatedAt = with.Now
	return v, nil
}

// WithdrawCandidate takes a person off the ballot before anybody votes; the entry stays, marked.
func (v Vote) WithdrawCandidate(id string, with Setting) (Vote, error) {
	if !v.Allows(ActPrepare) && (v.State != Open || v.Current().Form != MeetingForm) {
		return v, v.allow(ActPrepare)
	}
	i := slices.IndexFunc(v.Candidates, func(c Candidate) bool { return c.ID == id && !c.Withdrawn })
	if i < 0 {
		return v, Refuse(NotFound, "candidate", "id", id)
	}
	v.Candidates = slices.Clone(v.Candidates)
	v.Candidates[i].Withdrawn, v.UpdatedAt = true, with.Now
	return v, nil
}

// Standing lists the candidates on the ballot.
func (v Vote) Standing() []Candidate {
	return slices.DeleteFunc(slices.Clone(v.Candidates), func(c Candidate) bool { return c.Withdrawn })
}

func isCandidate(all []Candidate, subject string) bool {
	return subject != "" && slices.ContainsFunc(all, func(c Candidate) bool { return c.Subject == subject && !c.Withdrawn })
}

func (v Vote) checkNames(b Ballot) error {
	switch {
	case b.Choice == NoChoice || b.Choice == Spoilt:
		if len(b.Candidates) > 0 {
			return Refuse(ChoiceInvalid, "candidates")
		}
		return nil
	case b.Choice != "" || b.Text != "":
		return Refuse(ChoiceInvalid, "choice", "value", string(b.Choice))
	case len(b.Candidates) == 0 || len(b.Candidates) > max(v.Seats, 1):
		return Refuse(ChoiceInvalid, "candidates", "value", strconv.Itoa(len(b.Candidates)), "most", strconv.Itoa(max(v.Seats, 1)))
	}
	seen := map[string]bool{}
	for i, id := range b.Candidates {
		if seen[id] || !slices.ContainsFunc(v.Standing(), func(c Candidate) bool { return c.ID == id }) {
			return Refuse(ChoiceInvalid, "candidates["+strconv.Itoa(i)+"]", "value", id)
		}
		seen[id] = true
	}
	return nil
}
