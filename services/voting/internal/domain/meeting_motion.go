package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
)

// Motion is a question of procedure, decided by more than half of those attending, not of all households (Nghị định
// 59/2023/NĐ-CP Điều 3.5).
type Motion struct {
	Number    int        `json:"number"`
	Kind      MotionKind `json:"kind"`
	Text      string     `json:"text,omitempty"`
	Vote      string     `json:"vote,omitempty"`      // of a method
	Method    Method     `json:"method,omitempty"`    // proposed
	Secretary Actor      `json:"secretary,omitzero"`  // proposed
	Committee []Actor    `json:"committee,omitempty"` // proposed
	Present   int        `json:"present"`
	Yes       int        `json:"yes"`
	No        int        `json:"no"`
	Other     int        `json:"other"`
	Passed    bool       `json:"passed"`
	Needed    int        `json:"needed"`
	Rule      string     `json:"rule,omitempty"` // version
	Basis     law.Basis  `json:"basis,omitzero"`
	At        time.Time  `json:"at"`
}

// MotionKind is what a motion is about.
type MotionKind string

// Motions. An agenda is decided by the share of the method.
const (
	MotionAgenda    MotionKind = "agenda"
	MotionSecretary MotionKind = "secretary"
	MotionMethod    MotionKind = "method"
	MotionCommittee MotionKind = "committee"
)

var motionRules = map[MotionKind]string{
	MotionAgenda:    "voting.meeting.method",
	MotionSecretary: "voting.meeting.secretary",
	MotionMethod:    "voting.meeting.method",
	MotionCommittee: "voting.meeting.counting_committee",
}

// Move puts a motion to a show of hands. The hands cannot be more than those present. What passes takes effect: the
// secretary writes, the method holds for the vote, the committee counts. pack is that of the vote the motion belongs to.
func (m Meeting) Move(motion Motion, pack Pack, candidates []Candidate, with Setting) (Meeting, error) {
	if m.State != Running {
		return m, Refuse(StateNotAllowed, "state", "state", string(m.State), "action", "move")
	}
	if m.Secretary.Subject == "" && motion.Kind != MotionSecretary && motion.Kind != MotionAgenda {
		return m, Refuse(SecretaryMissing, "secretary").On("Điều 18 khoản 4 điểm a Luật 10/2022/QH15")
	}
	if err := m.checkMotion(motion, pack, candidates); err != nil {
		return m, err
	}
	present := m.Present()
	if err := hands(motion.Yes, motion.No, motion.Other, present); err != nil {
		return m, err
	}
	rule, ok := pack.Rule(motionRules[motion.Kind])
	if !ok { // an agency's conference: the law sets no share of its own for procedure
		var err error
		if rule, err = pack.Demand("voting.agency.majority"); err != nil {
			return m, err
		}
	}
	motion.Text = strings.TrimSpace(motion.Text)
	motion.Number, motion.Present, motion.At = len(m.Motions)+1, present, with.Now
	motion.Passed, motion.Needed = rule.Share.Reached(motion.Yes, present), rule.Share.Needed(present)
	motion.Rule, motion.Basis = rule.Version(), rule.Basis
	m.Motions = append(slices.Clone(m.Motions), motion)
	if !motion.Passed {
		return m, nil
	}
	switch motion.Kind {
	case MotionSecretary:
		m.Secretary = motion.Secretary
	case MotionCommittee:
		m.Committee = slices.Clone(motion.Committee)
	}
	return m, nil
}

func (m Meeting) checkMotion(motion Motion, pack Pack, candidates []Candidate) error {
	switch motion.Kind {
	case MotionAgenda:
	case MotionSecretary:
		if motion.Secretary.Subject == "" {
			return Refuse(FieldRequired, "secretary")
		}
	case MotionMethod:
		if !slices.ContainsFunc(m.Agenda, func(a AgendaItem) bool { return a.Vote == motion.Vote && a.Vote != "" }) {
			return Refuse(NotFound, "vote", "vote", motion.Vote)
		}
		if m.counted(motion.Vote) {
			return Refuse(StateNotAllowed, "vote", "state", "counted", "action", "method")
		}
		return CheckMethod(MeetingForm, motion.Method)
	case MotionCommittee:
		return m.checkCommittee(motion.Committee, pack, candidates)
	default:
		return Refuse(FieldInvalid, "kind", "value", string(motion.Kind))
	}
	return nil
}

// checkCommittee: three to five people, each once, none of whom stands for election (Nghị định 59/2023/NĐ-CP Điều 3.5.c).
func (m Meeting) checkCommittee(committee []Actor, pack Pack, candidates []Candidate) error {
	if err := sized(pack, "committee", CommitteeSize, len(committee), "voting.meeting.committee_min", "voting.meeting.committee_max"); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i, member := range committee {
		field := "committee[" + strconv.Itoa(i) + "]"
		switch {
		case member.Subject == "" || seen[member.Subject]:
			return Refuse(SamePerson, field).On(pack.basis("voting.meeting.committee_min"))
		case isCandidate(candidates, member.Subject):
			return Refuse(CandidateCounts, field).On(pack.basis("voting.election.candidate_not_in_team"))
		}
		seen[member.Subject] = true
	}
	return nil
}

// hands refuses hands that cannot be.
func hands(yes, no, other, present int) error {
	switch {
	case yes < 0 || no < 0 || other < 0:
		return Refuse(CountNegative, "hands")
	case yes > present || no > present || other > present || yes+no+other > present:
		return Refuse(CountAbovePresent, "hands", "value", strconv.Itoa(yes+no+other), "most", strconv.Itoa(present)).
			On("Điều 3 khoản 5 điểm c Nghị định 59/2023/NĐ-CP")
	}
	return nil
}

// MethodOf is the method those attending chose for a vote; empty while they have not.
func (m Meeting) MethodOf(vote string) Method {
	for _, motion := range slices.Backward(m.Motions) {
		if motion.Kind == MotionMethod && motion.Vote == vote && motion.Passed {
			return motion.Method
		}
	}
	return ""
}
