package grpcapi

import (
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/vntext"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/events"
)

// idOf takes the id out of a resource name. An id that cannot exist is not found rather than malformed: names are opaque.
func idOf(name string) (string, error) {
	_, id, _ := strings.Cut(name, "/")
	if !idPattern.MatchString(id) {
		return "", domain.Refuse(domain.NotFound, "name")
	}
	return id, nil
}

// optionalID is idOf for references that may be empty.
func optionalID(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	return idOf(name)
}

// after takes what follows the collection in a name such as "units/08584@2025-07-01".
func after(name string) string {
	_, rest, _ := strings.Cut(name, "/")
	return rest
}

// day reads a civil date; empty is no date.
func day(field, text string) (workday.Date, error) {
	if text == "" {
		return workday.Date{}, nil
	}
	date, err := workday.Parse(text)
	if err != nil {
		return date, domain.Refuse(domain.FieldInvalid, field, "value", text)
	}
	return date, nil
}

// moment reads a time to the microsecond, which is what is kept of it; not given is no time.
func moment(t *timestamppb.Timestamp) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.AsTime().Truncate(time.Microsecond)
}

// line cleans one line of text; block cleans text with paragraphs.
func line(text string) string  { return vntext.CleanLine(text) }
func block(text string) string { return strings.TrimSpace(vntext.Clean(text)) }

func uploads(files []*typev1.Attachment) []domain.Attachment {
	all := make([]domain.Attachment, len(files))
	for i, file := range files {
		all[i] = domain.Attachment{
			Handle: file.GetHandle(), FileName: line(file.GetFileName()), SHA256: strings.ToLower(file.GetSha256()), Description: block(file.GetDescription()),
		}
	}
	return all
}

// matter reads what is decided. A matter of another scope keeps a number no scope has, so that the rules refuse it.
func matter(m votingv1.Matter, act votingv1.Act, scope votingv1.Scope, board string) domain.Matter {
	in := domain.Scope(lower("SCOPE", scope))
	item := events.Item(m, in)
	if item == 0 && m != votingv1.Matter_MATTER_UNSPECIFIED {
		item = -1
	}
	return domain.Matter{Scope: in, Item: item, Kind: domain.Kind(lower("ACT", act)), Board: domain.Board(line(board))}
}

func notice(n *votingv1.Notice) (told domain.Notice, err error) {
	for _, channel := range n.GetChannels() {
		told.Channels = append(told.Channels, domain.Channel(lower("NOTICE_CHANNEL", channel)))
	}
	if told.On, err = day("notice.date", n.GetDate()); err != nil {
		return told, err
	}
	if told.PostedOn, err = day("notice.posted_date", n.GetPostedDate()); err != nil {
		return told, err
	}
	told.PapersOn, err = day("notice.papers_date", n.GetPapersDate())
	return told, err
}

// lead is the word for the one who leads a team.
const lead = "lead"

// team reads a team. A member without an account is known by their name: the rules ask that no two are one person.
func team(members []*votingv1.TeamMember) domain.Team {
	var t domain.Team
	for _, m := range members {
		one := domain.Actor{Subject: m.GetSubject(), Name: line(m.GetFullName()), Office: domain.Citizen}
		if one.Subject == "" {
			one.Subject = "name:" + vntext.NameKey(one.Name)
		}
		if m.GetFront() {
			one.Office = domain.FrontMember
		}
		if m.GetRole() == lead && t.Leader == "" {
			t.Leader = one.Subject
		}
		t.Members = append(t.Members, one)
	}
	return t
}

func conference(c *votingv1.Conference) domain.Conference {
	if c == nil {
		return domain.Conference{}
	}
	call := int(c.GetCall())
	if call == 0 {
		call = 1
	}
	return domain.Conference{
		Kind: domain.ConferenceKind(lower("CONFERENCE_KIND", c.GetKind())), Staff: int(c.GetStaff()), Delegates: int(c.GetDelegates()),
		Scattered: c.GetScattered(), Call: call, ForceMajeure: block(c.GetForceMajeure()),
	}
}

// lower takes the word of an enum value: "VOTE_STATE_IN_EFFECT" is "in_effect"; the zero value is no word.
func lower[E interface {
	~int32
	String() string
}](prefix string, value E) string {
	if value == 0 {
		return ""
	}
	return strings.ToLower(strings.TrimPrefix(value.String(), prefix+"_"))
}

// states are the states asked for; the rules write them in capitals.
func states(values []votingv1.VoteState) []domain.State {
	var all []domain.State
	for _, value := range values {
		if word := lower("VOTE_STATE", value); word != "" {
			all = append(all, domain.State(strings.ToUpper(word)))
		}
	}
	return all
}

func number(field, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, domain.Refuse(domain.PageTokenInvalid, field)
	}
	return n, nil
}

// worded is a request that carries what people read.
type worded interface {
	GetTitle() string
	GetQuestion() string
	GetExplanation() string
	GetAttachments() []*typev1.Attachment
}

func text(w worded, place string) app.Text {
	return app.Text{
		Title: line(w.GetTitle()), Question: line(w.GetQuestion()), Background: block(w.GetExplanation()), Place: line(place),
		Papers: uploads(w.GetAttachments()),
	}
}
