package story

import (
	"context"
	"fmt"
	"time"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
)

// The village that decides and those who act in it. Every household of it has a representative who can sign in.
const (
	village      = commune + ".001" // Thôn Cự Bành
	everybody    = 12               // its households
	villageFront = "mat-tran-cu-banh"
	otherHead    = "truong-thon-phu-ha"
	communeFront = "mat-tran-vo-mieu"
)

// representative is who acts for a household, by its number on the roll.
func representative(number int) string {
	switch number {
	case 1:
		return citizen
	case 2:
		return villageHead
	case 3:
		return villageFront
	}
	return fmt.Sprintf("ho-cu-banh-%02d", number)
}

// told is a notice that was handed out on paper before the vote was entered, three days ago: the law asks for two.
func told() *votingv1.Notice {
	return &votingv1.Notice{
		Date: today(-3), PostedDate: today(-3), PapersDate: today(-3),
		Channels: []votingv1.NoticeChannel{votingv1.NoticeChannel_NOTICE_CHANNEL_INVITATION, votingv1.NoticeChannel_NOTICE_CHANNEL_LOUDSPEAKER},
	}
}

// team is the team of three, led by the village's Front. Two of them act with accounts of their own: they hand papers out and count.
func (s *Stage) team(ctx context.Context) ([]*votingv1.TeamMember, error) {
	front, err := s.myself(ctx, villageFront)
	if err != nil {
		return nil, err
	}
	head, err := s.myself(ctx, villageHead)
	if err != nil {
		return nil, err
	}
	return []*votingv1.TeamMember{
		{FullName: front.GetDisplayName(), Role: "lead", Front: true, Subject: front.GetSubject()},
		{FullName: head.GetDisplayName(), Role: "secretary", Subject: head.GetSubject()},
		{FullName: "Bùi Thị Nga", Role: "member"},
	}, nil
}

// window is from when until when households may answer: soon enough to be waited for, long enough for all that the story tells
// meanwhile. Where the instance is slow on purpose it is longer.
func (s *Stage) window() (opens, closes time.Time) {
	lead, open := 4*time.Second, 40*time.Second
	if s.Patience > 1 {
		lead, open = 30*time.Second, 150*time.Second
	}
	if s.lasting > 0 {
		open = s.lasting
	}
	opens = time.Now().Add(lead).Truncate(time.Second)
	return opens, opens.Add(open)
}

// closing is how long the story waits for the end of a window.
const closingTime = 2 * time.Minute

// lines are the three answers as counted.
func lines(agree, disagree, other int32) []*votingv1.OptionCount {
	return []*votingv1.OptionCount{{Option: "AGREE", Votes: agree}, {Option: "DISAGREE", Votes: disagree}, {Option: "OTHER", Votes: other}}
}
