package domain

import (
	"slices"
	"time"
)

// ParticipationChannel is how a household made itself heard. There is one voice across all of them.
type ParticipationChannel string

// Channels of participation. Assisted is the online vote cast with the team's help, for people without a telephone.
const (
	AtMeeting ParticipationChannel = "meeting"
	OnPaper   ParticipationChannel = "paper"
	Online    ParticipationChannel = "online"
	Assisted  ParticipationChannel = "assisted"
)

// Participation is that a household took part; never what it chose.
type Participation struct {
	Vote           string               `json:"vote"`
	Round          int                  `json:"round"`
	Village        string               `json:"village"`
	Household      string               `json:"household"`
	Representative string               `json:"representative"` // who acted
	Channel        ParticipationChannel `json:"channel"`
	At             time.Time            `json:"at"`
}

// channelsOf lists the channels of each form.
var channelsOf = map[Form][]ParticipationChannel{
	MeetingForm: {AtMeeting},
	PaperForm:   {OnPaper},
	OnlineForm:  {Online, Assisted},
}

// Admit lets a household take part, once. person is who acts; earlier is what the store holds for the household in this
// round. The clock is the server's: at the closing moment itself it is over. Refused: the vote is not open, not the time,
// a channel of another form, a circle not asked in this round, a household not on the roll, a person who does not act for
// it, a household that has been heard.
func (v Vote) Admit(entry RollEntry, village, person string, channel ParticipationChannel, earlier []Participation, with Setting) (Participation, error) {
	round := v.Current()
	if v.State != Open {
		return Participation{}, v.notOpen()
	}
	if err := round.within(with.Now); err != nil {
		return Participation{}, err
	}
	switch {
	case !slices.Contains(channelsOf[round.Form], channel):
		return Participation{}, Refuse(ChannelNotOpen, "channel", "channel", string(channel), "form", string(round.Form)).
			On("Điều 17 khoản 1 Luật 10/2022/QH15")
	case entry.Household == "" || len(round.Villages) > 0 && !slices.Contains(round.Villages, village):
		return Participation{}, Refuse(HouseholdNotOnRoll, "household").On("Điều 21 khoản 1 Luật 10/2022/QH15")
	case person == "" || entry.Representative != person:
		return Participation{}, Refuse(NotRepresentative, "person", "household", entry.Household).On("Điều 18 khoản 2 Luật 10/2022/QH15")
	}
	for _, before := range earlier {
		if before.Household == entry.Household && before.Round == round.Number {
			return Participation{}, Refuse(VotedAlready, "household", "household", entry.Household, "channel", string(before.Channel)).
				On("Điều 19 khoản 3, Điều 21 khoản 1 Luật 10/2022/QH15")
		}
	}
	return Participation{
		Vote: v.ID, Round: round.Number, Village: village, Household: entry.Household, Representative: person, Channel: channel, At: with.Now,
	}, nil
}

func (v Vote) notOpen() error {
	switch v.State {
	case Drafted, Agreed, Announced, OptedIn:
		return Refuse(NotOpenYet, "state", "state", string(v.State))
	}
	return Refuse(ClosedAlready, "state", "state", string(v.State))
}

// within refuses a moment outside the window of a ballot: from OpensAt up to, not including, ClosesAt. A meeting has no
// window; it is open as long as its chair keeps it open.
func (r Round) within(now time.Time) error {
	switch {
	case r.Form == MeetingForm:
		return nil
	case now.Before(r.OpensAt):
		return Refuse(NotOpenYet, "opens_at", "opens", r.OpensAt.Format(time.RFC3339))
	case !now.Before(r.ClosesAt):
		return Refuse(ClosedAlready, "closes_at", "closed", r.ClosesAt.Format(time.RFC3339))
	}
	return nil
}
