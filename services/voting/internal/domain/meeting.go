package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Meeting is a meeting of the community, or of one of its clusters, or the conference of an agency. It may decide several
// votes; each is counted by itself.
type Meeting struct {
	ID         string       `json:"id"`
	Body       Body         `json:"body"`
	Village    string       `json:"village"` // circle whose roll is called
	Cluster    string       `json:"cluster,omitempty"`
	Day        workday.Date `json:"day"`
	StartsAt   time.Time    `json:"starts_at"`
	Place      string       `json:"place"`
	Chair      Actor        `json:"chair"`
	Agenda     []AgendaItem `json:"agenda"`
	State      MeetingState `json:"state"`
	Attendees  []Attendee   `json:"attendees,omitempty"`
	Guests     []Guest      `json:"guests,omitempty"`
	Motions    []Motion     `json:"motions,omitempty"`
	Secretary  Actor        `json:"secretary,omitzero"`
	Committee  []Actor      `json:"committee,omitempty"` // Ban kiểm phiếu, the first is its head
	Counts     []Count      `json:"counts,omitempty"`
	Notes      []Note       `json:"notes,omitempty"`
	StartedAt  time.Time    `json:"started_at,omitzero"`
	EndedAt    time.Time    `json:"ended_at,omitzero"`
	Conclusion string       `json:"conclusion,omitempty"`
}

// MeetingState is where a meeting stands.
type MeetingState string

// States of a meeting.
const (
	Convened MeetingState = "CONVENED"
	Running  MeetingState = "RUNNING"
	Ended    MeetingState = "ENDED"
)

// AgendaItem is one point of the agenda; with a vote it is decided there.
type AgendaItem struct {
	Title string `json:"title"`
	Vote  string `json:"vote,omitempty"`
}

// Attendee is a household represented at the meeting.
type Attendee struct {
	Household string        `json:"household"`
	Person    string        `json:"person"`
	ArrivedAt time.Time     `json:"arrived_at"`
	LeftAt    time.Time     `json:"left_at,omitzero"`
	Late      bool          `json:"late,omitempty"`
	By        ArrivalManner `json:"by"`
}

// ArrivalManner is how an arrival was recorded.
type ArrivalManner string

// Manners of arrival.
const (
	ByCode ArrivalManner = "code" // QR at the door
	ByList ArrivalManner = "list" // ticked off by the organiser
)

// Guest attends and speaks without a voice of its own: a member of a household who thinks otherwise, an invited officer
// (Điều 18.1, 24.2).
type Guest struct {
	Name      string    `json:"name"`
	Household string    `json:"household,omitempty"`
	Capacity  string    `json:"capacity,omitempty"`
	At        time.Time `json:"at"`
}

// Note is a line for the minutes.
type Note struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Convene prepares a meeting for votes that have been announced. The chair is who the law lets convene, or in a cluster the
// person the plan names.
func Convene(m Meeting, votes []Vote, with Setting) (Meeting, error) {
	if len(votes) == 0 || m.ID == "" || m.Village == "" {
		return m, Refuse(FieldRequired, "votes")
	}
	if err := required("place", m.Place, maxTitle); err != nil {
		return m, err
	}
	for _, v := range votes {
		if err := m.fits(v); err != nil {
			return m, err
		}
		if !slices.ContainsFunc(m.Agenda, func(a AgendaItem) bool { return a.Vote == v.ID }) {
			m.Agenda = append(slices.Clone(m.Agenda), AgendaItem{Title: v.Title, Vote: v.ID})
		}
	}
	m.State, m.Day = Convened, workday.Today(m.StartsAt)
	return m, nil
}

func (m Meeting) fits(v Vote) error {
	round := v.Current()
	competent := v.Pack.Conveners(v.Matter)
	if m.Cluster != "" {
		i := slices.IndexFunc(round.Clusters.Clusters, func(c Cluster) bool { return c.Name == m.Cluster })
		switch {
		case i < 0:
			return Refuse(ClustersNotAllowed, "cluster", "cluster", m.Cluster).On(v.Pack.basis("voting.cluster.plan"))
		case round.Clusters.Clusters[i].Chair.Subject != m.Chair.Subject:
			return Refuse(OfficeNotCompetent, "chair", "cluster", m.Cluster).On(v.Pack.basis("voting.cluster.plan"))
		case workday.Today(m.StartsAt) != round.Clusters.Clusters[i].Date:
			return Refuse(FieldInvalid, "starts_at", "value", round.Clusters.Clusters[i].Date.Format())
		}
		return nil
	}
	switch {
	case round.Form != MeetingForm || v.State != Announced:
		return Refuse(StateNotAllowed, "votes", "state", string(v.State), "action", "convene")
	case !slices.Contains(competent, m.Chair.Office):
		return Refuse(OfficeNotCompetent, "chair", "office", string(m.Chair.Office), "competent", offices(competent)).
			On("Điều 18 khoản 1 Luật 10/2022/QH15; Điều 3 khoản 1 Nghị định 59/2023/NĐ-CP")
	case workday.Today(m.StartsAt) != round.MeetingDate:
		return Refuse(FieldInvalid, "starts_at", "value", round.MeetingDate.Format())
	}
	return nil
}

// Arrive records that a household is represented. elsewhere tells that it came to the meeting of another cluster. Before
// the start too: people come early.
func (m Meeting) Arrive(entry RollEntry, person string, by ArrivalManner, elsewhere bool, with Setting) (Meeting, error) {
	switch {
	case m.State == Ended:
		return m, Refuse(ClosedAlready, "state", "state", string(m.State))
	case entry.Household == "":
		return m, Refuse(HouseholdNotOnRoll, "household").On("Điều 18 khoản 1 Luật 10/2022/QH15")
	case person == "" || entry.Representative != person:
		return m, Refuse(NotRepresentative, "person", "household", entry.Household).On("Điều 18 khoản 2 Luật 10/2022/QH15")
	case elsewhere:
		return m, Refuse(PresentAlready, "household", "household", entry.Household).On("Điều 18 khoản 3 Luật 10/2022/QH15")
	case by != ByCode && by != ByList:
		return m, Refuse(FieldInvalid, "by", "value", string(by))
	}
	i := slices.IndexFunc(m.Attendees, func(a Attendee) bool { return a.Household == entry.Household })
	if i >= 0 && m.Attendees[i].LeftAt.IsZero() {
		return m, Refuse(PresentAlready, "household", "household", entry.Household)
	}
	m.Attendees = slices.Clone(m.Attendees)
	if i >= 0 { // came back
		m.Attendees[i].LeftAt = time.Time{}
		return m, nil
	}
	m.Attendees = append(m.Attendees, Attendee{
		Household: entry.Household, Person: person, ArrivedAt: with.Now, Late: m.State == Running, By: by,
	})
	return m, nil
}

// Leave records that a household's representative went before the end.
func (m Meeting) Leave(household string, with Setting) (Meeting, error) {
	i := slices.IndexFunc(m.Attendees, func(a Attendee) bool { return a.Household == household && a.LeftAt.IsZero() })
	if i < 0 {
		return m, Refuse(NotPresent, "household", "household", household)
	}
	m.Attendees = slices.Clone(m.Attendees)
	m.Attendees[i].LeftAt = with.Now
	return m, nil
}

// Welcome records a guest.
func (m Meeting) Welcome(g Guest, with Setting) (Meeting, error) {
	if m.State == Ended {
		return m, Refuse(ClosedAlready, "state", "state", string(m.State))
	}
	if err := required("name", g.Name, maxTitle); err != nil {
		return m, err
	}
	g.At = with.Now
	m.Guests = append(slices.Clone(m.Guests), g)
	return m, nil
}

// Present is how many households are represented at this moment: no count can be above it.
func (m Meeting) Present() int {
	n := 0
	for _, a := range m.Attendees {
		if a.LeftAt.IsZero() {
			n++
		}
	}
	return n
}

// Attended is how many were represented at all.
func (m Meeting) Attended() int { return len(m.Attendees) }

// Start opens the meeting, by its chair, on its day.
func (m Meeting) Start(by Actor, with Setting) (Meeting, error) {
	switch {
	case m.State != Convened:
		return m, Refuse(StateNotAllowed, "state", "state", string(m.State), "action", "start")
	case by.Subject != m.Chair.Subject:
		return m, Refuse(OfficeNotCompetent, "by", "office", string(by.Office)).On("Điều 18 khoản 1 Luật 10/2022/QH15")
	case with.Today() != m.Day:
		return m, Refuse(NotOpenYet, "starts_at", "opens", m.Day.Format())
	}
	m.State, m.StartedAt = Running, with.Now
	return m, nil
}

// Remark adds a line to the minutes.
func (m Meeting) Remark(text string, with Setting) (Meeting, error) {
	if m.State != Running {
		return m, Refuse(StateNotAllowed, "state", "state", string(m.State), "action", "remark")
	}
	if err := required("text", text, maxNote); err != nil {
		return m, err
	}
	m.Notes = append(slices.Clone(m.Notes), Note{At: with.Now, Text: strings.TrimSpace(text)})
	return m, nil
}

// End closes the meeting with the chair's conclusion.
func (m Meeting) End(conclusion string, by Actor, with Setting) (Meeting, error) {
	switch {
	case m.State != Running:
		return m, Refuse(StateNotAllowed, "state", "state", string(m.State), "action", "end")
	case by.Subject != m.Chair.Subject:
		return m, Refuse(OfficeNotCompetent, "by", "office", string(by.Office)).On("Điều 18 khoản 4 điểm đ Luật 10/2022/QH15")
	case m.Secretary.Subject == "" && len(m.Attendees) > 0:
		return m, Refuse(SecretaryMissing, "secretary").On("Điều 18 khoản 4 điểm a Luật 10/2022/QH15")
	case len([]rune(conclusion)) > maxText:
		return m, tooLong("conclusion", maxText)
	}
	m.State, m.EndedAt, m.Conclusion = Ended, with.Now, strings.TrimSpace(conclusion)
	return m, nil
}

// Aggregate puts together what the meetings of one circle counted on a vote: one meeting, or all clusters. Refused: a
// meeting still running, a household at two of them.
func Aggregate(vote, village string, meetings []Meeting) (VillageTally, Attendance, error) {
	sum := VillageTally{Village: village}
	came := Attendance{Village: village}
	seen := map[string]bool{}
	for i, m := range meetings {
		if m.State != Ended {
			return sum, came, Refuse(VotingStillOpen, "meetings["+strconv.Itoa(i)+"]", "cluster", m.Cluster)
		}
		for _, a := range m.Attendees {
			if seen[a.Household] {
				return sum, came, Refuse(HouseholdTwice, "meetings["+strconv.Itoa(i)+"]", "household", a.Household).On("Điều 18 khoản 3 Luật 10/2022/QH15")
			}
			seen[a.Household] = true
		}
		sum.Tally = sum.Tally.Plus(m.Tally(vote))
		came.Present += m.Attended()
	}
	sum.Tally.Present = came.Present
	return sum, came, nil
}
