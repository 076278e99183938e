package domain

import (
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Channel is the way a request for information came in.
type Channel string

// Channels; they are part of the rules' ids.
const (
	Network Channel = "network"
	Office  Channel = "office"
	Post    Channel = "post"
)

// Complexity says whether the information can be given as it is.
type Complexity string

// Complexities; they are part of the rules' ids.
const (
	Simple  Complexity = "simple"
	Complex Complexity = "complex"
)

// RequestState is where a request for information stands.
type RequestState string

// States: SUBMITTED ─▶ RECEIVED ─▶ ANSWERED | REFUSED | TRANSFERRED, or WITHDRAWN while open.
const (
	RequestSubmitted  RequestState = "submitted"
	RequestTakenUp    RequestState = "received"
	RequestDone       RequestState = "answered"
	RequestTurnedDown RequestState = "refused"
	RequestSentOn     RequestState = "transferred"
	RequestWithdrawn  RequestState = "withdrawn"
)

// Request is a citizen's request for information (Luật Tiếp cận thông tin 104/2016/QH13).
type Request struct {
	ID             string
	Revision       int64
	RegisterNumber string
	Unit           string
	State          RequestState
	Channel        Channel
	Complexity     Complexity

	Requester     Actor // account; empty when staff entered it for somebody
	RequesterName string
	Contact       string
	EnteredBy     Actor
	Content       string
	Purpose       string
	WantedForm    string
	Item          string
	Obligation    string

	ArrivedOn   workday.Date
	NotifyDue   Due
	Due         Due
	DueHistory  []DueChange
	Extended    bool
	Extension   string
	Handler     Actor
	Answer      string
	Attachments []Attachment
	Publication string
	Ground      string
	Reason      string
	SentTo      string
	SentToUnit  string

	SubmittedAt time.Time
	ReceivedAt  time.Time
	ClosedAt    time.Time
	UpdatedAt   time.Time
}

// longestSubject is how much of what is asked for names the request in a list, in characters.
const longestSubject = 80

// Subject is the first words of what is asked for: the first line, cut between words.
func (r Request) Subject() string {
	first, _, _ := strings.Cut(strings.TrimSpace(r.Content), "\n")
	runes := []rune(strings.TrimSpace(first))
	if len(runes) <= longestSubject {
		return string(runes)
	}
	cut := string(runes[:longestSubject])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,.;:–-") + "…"
}

// Open reports whether it still waits for an answer.
func (r Request) Open() bool { return r.State == RequestSubmitted || r.State == RequestTakenUp }

func (r Request) refuse(action string) error {
	return Refuse(StateNotAllowed, "state", "state", string(r.State), "action", action)
}

// Submit starts the clock. Until somebody has looked, it runs as for simple information: the shorter one.
func (r Request) Submit(with Setting) (Request, []Fact, error) {
	today := with.Today()
	if r.ArrivedOn.IsZero() {
		r.ArrivedOn = today
	}
	switch {
	case strings.TrimSpace(r.Content) == "":
		return r, nil, Refuse(FieldRequired, "content").On("Điều 24 Luật 104/2016/QH13")
	case strings.TrimSpace(r.RequesterName) == "":
		return r, nil, Refuse(FieldRequired, "requester_name").On("Điều 24 Luật 104/2016/QH13")
	case r.ArrivedOn.After(today):
		return r, nil, Refuse(DateInFuture, "arrival_date", "latest", today.Format())
	case r.ArrivedOn.Before(today.AddMonths(-12)):
		return r, nil, Refuse(DateTooEarly, "arrival_date", "earliest", today.AddMonths(-12).Format())
	}
	r.State, r.Complexity, r.SubmittedAt, r.UpdatedAt = RequestSubmitted, Simple, with.Now, with.Now
	var err error
	if r.Due, err = r.count(string(Simple), r.ArrivedOn, with); err != nil {
		return r, nil, err
	}
	return r, []Fact{RequestReceived{Request: r.ID, Unit: r.Unit, Due: r.Due.Date}}, nil
}

// TakeUp classifies it. Complex information has a longer clock and, by network or post, a day by which the requester is
// told when (Điều 29 to 31).
func (r Request) TakeUp(complexity Complexity, by Actor, with Setting) (Request, error) {
	if r.State != RequestSubmitted {
		return r, r.refuse("receive")
	}
	// Once the simple time has run out, calling it complex would only hide that it is late.
	if complexity == Complex && with.Today().After(r.Due.Date) {
		return r, Refuse(DuePassed, "complexity", "due", r.Due.Date.Format()).On(r.Due.Basis.String())
	}
	r.State, r.Complexity, r.Handler, r.ReceivedAt, r.UpdatedAt = RequestTakenUp, complexity, by, with.Now, with.Now
	if complexity != Complex {
		return r, nil
	}
	due, err := r.count(string(Complex), r.ArrivedOn, with)
	if err != nil {
		return r, err
	}
	r = r.tell(due, string(Complex), with)
	if r.Channel != Office {
		r.NotifyDue, err = r.count("notice", r.ArrivedOn, with)
	}
	return r, err
}

// Extend lengthens the time of a complex request, once and before it has run out. The extension is counted from the end
// of the time told.
func (r Request) Extend(reason string, with Setting) (Request, []Fact, error) {
	switch {
	case r.State != RequestTakenUp:
		return r, nil, r.refuse("extend")
	case r.Complexity != Complex:
		return r, nil, Refuse(NotExtendable, "name")
	case r.Extended:
		return r, nil, Refuse(AlreadyExtended, "name")
	case with.Today().After(r.Due.Date):
		return r, nil, Refuse(DuePassed, "name", "due", r.Due.Date.Format())
	case strings.TrimSpace(reason) == "":
		return r, nil, Refuse(FieldRequired, "reason")
	}
	due, err := r.count("extension", r.Due.Date, with)
	if err != nil {
		return r, nil, err
	}
	r = r.tell(due, strings.TrimSpace(reason), with)
	r.Extended, r.Extension, r.UpdatedAt = true, strings.TrimSpace(reason), with.Now
	return r, []Fact{RequestExtended{Request: r.ID, Unit: r.Unit, Due: due.Date}}, nil
}

// Reply answers and closes it.
func (r Request) Reply(answer string, files []Attachment, publication string, by Actor, with Setting) (Request, []Fact, error) {
	switch {
	case !r.Open():
		return r, nil, r.refuse("answer")
	case strings.TrimSpace(answer) == "":
		return r, nil, Refuse(FieldRequired, "answer")
	}
	r.Answer, r.Attachments, r.Publication = answer, files, publication
	r = r.close(RequestDone, by, with)
	return r, []Fact{RequestAnswered{Request: r.ID, Unit: r.Unit, LateDays: r.LateDays(with)}}, nil
}

// TurnDown refuses it on a ground of Điều 28, in writing with the reason.
func (r Request) TurnDown(ground, reason string, by Actor, with Setting) (Request, []Fact, error) {
	switch {
	case !r.Open():
		return r, nil, r.refuse("refuse")
	case strings.TrimSpace(reason) == "":
		return r, nil, Refuse(FieldRequired, "reason").On("Điều 28 khoản 2 Luật 104/2016/QH13")
	}
	r.Ground, r.Reason = ground, strings.TrimSpace(reason)
	r = r.close(RequestTurnedDown, by, with)
	return r, []Fact{RequestRefused{Request: r.ID, Unit: r.Unit, Ground: ground, LateDays: r.LateDays(with)}}, nil
}

// SendOn closes it here and makes it a new request at the competent unit, with a clock of its own.
func (r Request) SendOn(id, number, toUnit, reason string, by Actor, with Setting) (here, there Request, facts []Fact, err error) {
	switch {
	case !r.Open():
		return r, Request{}, nil, r.refuse("transfer")
	case toUnit == r.Unit:
		return r, Request{}, nil, Refuse(SameUnit, "to_unit")
	case strings.TrimSpace(reason) == "":
		return r, Request{}, nil, Refuse(FieldRequired, "reason")
	}
	there = Request{
		ID: id, RegisterNumber: number, Unit: toUnit, Channel: r.Channel, Requester: r.Requester, RequesterName: r.RequesterName,
		Contact: r.Contact, EnteredBy: by, Content: r.Content, Purpose: r.Purpose, WantedForm: r.WantedForm, Item: r.Item,
	}
	there, received, err := there.Submit(with)
	if err != nil {
		return r, Request{}, nil, err
	}
	r.SentTo, r.SentToUnit, r.Reason = id, toUnit, strings.TrimSpace(reason)
	r = r.close(RequestSentOn, by, with)
	return r, there, append([]Fact{RequestTransferred{Request: r.ID, Unit: r.Unit, ToUnit: toUnit, ToRequest: id}}, received...), nil
}

// TakeBack withdraws it for its requester.
func (r Request) TakeBack(by Actor, with Setting) (Request, error) {
	if !r.Open() {
		return r, r.refuse("withdraw")
	}
	return r.close(RequestWithdrawn, r.Handler, with), nil
}

func (r Request) close(state RequestState, by Actor, with Setting) Request {
	r.State, r.Handler, r.ClosedAt, r.UpdatedAt = state, by, with.Now, with.Now
	return r
}

// LateDays is how late it was closed; 0 when in time, open or withdrawn.
func (r Request) LateDays(with Setting) int {
	if r.ClosedAt.IsZero() || r.State == RequestWithdrawn {
		return 0
	}
	return r.Due.Late(with.Calendar, workday.Today(r.ClosedAt))
}
