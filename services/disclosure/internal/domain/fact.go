package domain

import (
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Fact is something that became true. Facts carry ids, dates and digests, never text, names or contacts.
type Fact interface{ fact() }

type (
	// PublicationPublished: something became public.
	PublicationPublished struct {
		Publication    string
		Body           Body
		Item           string
		Obligation     string
		Version        int
		Digest         string
		RegisterNumber string
		At             time.Time
		Due            workday.Date
		LateDays       int
		SinglePerson   bool
	}
	// PublicationCorrected: a new version replaced the public content.
	PublicationCorrected struct {
		Publication    string
		Body           Body
		Item           string
		Version        int
		Digest         string
		PreviousDigest string
		At             time.Time
		SinglePerson   bool
	}
	// PublicationWithdrawn: the content went out of sight.
	PublicationWithdrawn struct {
		Publication string
		Body        Body
		Item        string
		Version     int
		Digest      string
		At          time.Time
	}
	// PublicationExpired: the posting period of a personal list is over.
	PublicationExpired struct {
		Publication string
		Body        Body
		Item        string
		ExpiryDate  workday.Date
	}
	// PublicationArchived: no longer current.
	PublicationArchived struct {
		Publication string
		Body        Body
		Item        string
	}
	// FormRecorded: an act of disclosure was recorded.
	FormRecorded struct {
		Publication string
		Body        Body
		Item        string
		Number      int
		Form        string
		From        workday.Date
	}
	// FormEnded: a posting was taken down.
	FormEnded struct {
		Publication string
		Body        Body
		Item        string
		Number      int
		Form        string
		To          workday.Date
		Early       bool
	}
	// ObligationOpened: a decision started the clock.
	ObligationOpened struct {
		Obligation string
		Body       Body
		Item       string
		Period     string
		Due        Due
	}
	// ObligationMet: public in all owed forms.
	ObligationMet struct {
		Obligation  string
		Body        Body
		Item        string
		Period      string
		Publication string
		LateDays    int
	}
	// ObligationOverdue: the due date passed and nothing is public.
	ObligationOverdue struct {
		Obligation string
		Body       Body
		Item       string
		Period     string
		Due        workday.Date
	}
	// ObligationNotArisen: nothing of the kind happened.
	ObligationNotArisen struct {
		Obligation string
		Body       Body
		Item       string
		Period     string
	}
	// ObligationDueProposed: a changed rule or calendar gives another due date.
	ObligationDueProposed struct {
		Obligation string
		Body       Body
		Due        workday.Date
		Proposed   workday.Date
	}
	// ObligationDueMoved: a proposed due date was accepted, or the date of the decision corrected.
	ObligationDueMoved struct {
		Obligation string
		Body       Body
		Previous   workday.Date
		Due        workday.Date
	}
	// PlanAdopted: a yearly plan was adopted.
	PlanAdopted struct {
		Plan  string
		Body  Body
		Year  int
		Lines int
	}
	// WithholdingApproved: something is lawfully withheld.
	WithholdingApproved struct {
		Withholding string
		Body        Body
		Item        string
		Obligation  string
		Ground      string
		ReviewDate  workday.Date
	}
	// WithholdingLifted: it is no longer withheld.
	WithholdingLifted struct {
		Withholding string
		Body        Body
		Obligation  string
	}
	// RequestReceived: a request for information came in.
	RequestReceived struct {
		Request string
		Unit    string
		Due     workday.Date
	}
	// RequestExtended: the time to answer was extended.
	RequestExtended struct {
		Request string
		Unit    string
		Due     workday.Date
	}
	// RequestDueProposed: the calendar gives another day to answer by; somebody has to decide.
	RequestDueProposed struct {
		Request, Unit string
		Due, Proposed workday.Date
	}
	// RequestDueMoved: the proposed day was accepted.
	RequestDueMoved struct {
		Request, Unit string
		Previous, Due workday.Date
	}
	// RequestAnswered: it was answered.
	RequestAnswered struct {
		Request  string
		Unit     string
		LateDays int
	}
	// RequestRefused: it was refused.
	RequestRefused struct {
		Request  string
		Unit     string
		Ground   string
		LateDays int
	}
	// RequestTransferred: it went on to another unit.
	RequestTransferred struct {
		Request   string
		Unit      string
		ToUnit    string
		ToRequest string
	}
)

func (PublicationPublished) fact()  {}
func (PublicationCorrected) fact()  {}
func (PublicationWithdrawn) fact()  {}
func (PublicationExpired) fact()    {}
func (PublicationArchived) fact()   {}
func (FormRecorded) fact()          {}
func (FormEnded) fact()             {}
func (ObligationOpened) fact()      {}
func (ObligationMet) fact()         {}
func (ObligationOverdue) fact()     {}
func (ObligationNotArisen) fact()   {}
func (ObligationDueProposed) fact() {}
func (ObligationDueMoved) fact()    {}
func (PlanAdopted) fact()           {}
func (WithholdingApproved) fact()   {}
func (WithholdingLifted) fact()     {}
func (RequestReceived) fact()       {}
func (RequestExtended) fact()       {}
func (RequestAnswered) fact()       {}
func (RequestRefused) fact()        {}
func (RequestTransferred) fact()    {}
func (RequestDueProposed) fact()    {}
func (RequestDueMoved) fact()       {}
