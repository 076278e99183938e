package recount

import (
	"slices"
	"strconv"
	"sync"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// Promise is one thing the system promised; its name never changes.
type Promise string

// Promises, in the order they are told.
const (
	LogSigned         Promise = "log_signed"         // the entries are those that were signed
	LogGrew           Promise = "log_grew"           // nothing seen earlier was changed or taken out
	LogOrder          Promise = "log_order"          // leaves in their one form and order
	RulesFrozen       Promise = "rules_frozen"       // the published rules are those of the log
	BallotsOpened     Promise = "ballots_opened"     // every ballot cast is opened, no other
	ChoicesUnchanged  Promise = "choices_unchanged"  // every opening is what was committed
	TokensGenuine     Promise = "tokens_genuine"     // every token was signed by the vote's key
	TokensOnce        Promise = "tokens_once"        // no token twice
	WithinCredentials Promise = "within_credentials" // ballots ≤ credentials ≤ households
	ParticipantsMatch Promise = "participants_match" // the public list has as many households
	KeyDestroyed      Promise = "key_destroyed"      // the destroyed key is the vote's key
	TallyRight        Promise = "tally_right"        // the result in the log is the count
	PageSame          Promise = "page_same"          // people are shown what the log says
	ReceiptKept       Promise = "receipt_kept"       // the receipts given are honoured
)

var allPromises = []Promise{
	LogSigned, LogGrew, LogOrder, RulesFrozen, BallotsOpened, ChoicesUnchanged, TokensGenuine, TokensOnce,
	WithinCredentials, ParticipantsMatch, KeyDestroyed, TallyRight, PageSame, ReceiptKept,
}

// Outcome is what became of a promise.
type Outcome string

// Outcomes.
const (
	Kept      Outcome = "kept"
	Broken    Outcome = "broken"
	Unchecked Outcome = "unchecked" // could not be looked at: too early, or something before it is broken
)

// maxFindings is how many findings of one promise are told; all are counted.
const maxFindings = 5

// Finding is how a promise is broken. Its words are in the messages, under its key.
type Finding struct {
	Key    string            `json:"finding"`
	Params map[string]string `json:"details,omitempty"`
}

// Check is one promise, looked at.
type Check struct {
	Promise  Promise   `json:"promise"`
	Outcome  Outcome   `json:"outcome"`
	Findings []Finding `json:"findings,omitempty"`
	// Times is how often it is broken.
	Times int `json:"times,omitempty"`
}

// ReceiptSays is what the log holds of a receipt.
type ReceiptSays struct {
	Commitment ballot.Commitment `json:"commitment"`
	Index      int64             `json:"index"`            // -1 when it is not in the log
	Choice     string            `json:"choice,omitempty"` // once it is opened
}

// Report is what a recount found.
type Report struct {
	Vote        string         `json:"vote"`
	Title       string         `json:"title"`
	Origin      string         `json:"origin"`
	Keys        []string       `json:"keys"`
	Offered     []string       `json:"keys_offered"` // by the server
	KeysPinned  bool           `json:"keys_pinned"`  // given by who counts, or remembered
	Size        int64          `json:"log_size"`
	Root        string         `json:"log_root"`
	Checkpoint  string         `json:"checkpoint"`
	Finished    bool           `json:"finished"` // the result is in the log
	Households  int            `json:"households"`
	Credentials int            `json:"credentials"`
	Ballots     int            `json:"ballots"`
	Counts      []ballot.Count `json:"counts"`
	Needed      int            `json:"needed"`
	Passed      bool           `json:"passed"`
	Checks      []Check        `json:"checks"`
	Receipts    []ReceiptSays  `json:"receipts,omitempty"`
	// Evidence is two signed checkpoints that cannot both be true. Show them to everybody.
	Evidence []string `json:"evidence,omitempty"`
}

// Broken are the promises that were broken.
func (r *Report) Broken() []Promise {
	var broken []Promise
	for _, c := range r.Checks {
		if c.Outcome == Broken {
			broken = append(broken, c.Promise)
		}
	}
	return broken
}

// book collects findings from several goroutines.
type book struct {
	mu     sync.Mutex
	checks map[Promise]*Check
}

func newBook() *book { return &book{checks: map[Promise]*Check{}} }

func (b *book) check(p Promise) *Check {
	c := b.checks[p]
	if c == nil {
		c = &Check{Promise: p, Outcome: Unchecked}
		b.checks[p] = c
	}
	return c
}

// broke writes down that a promise is broken; params are name and value in turn.
func (b *book) broke(p Promise, key string, params ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.check(p)
	c.Outcome = Broken
	c.Times++
	if len(c.Findings) >= maxFindings {
		return
	}
	f := Finding{Key: key, Params: map[string]string{}}
	for i := 0; i+1 < len(params); i += 2 {
		f.Params[params[i]] = params[i+1]
	}
	c.Findings = append(c.Findings, f)
}

// looked says that promises were looked at: kept, unless something was found.
func (b *book) looked(promises ...Promise) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range promises {
		if c := b.check(p); c.Outcome == Unchecked {
			c.Outcome = Kept
		}
	}
}

// list gives the checks in order, without those that mean nothing for this vote.
func (b *book) list(without []Promise) []Check {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []Check
	for _, p := range allPromises {
		if c := b.check(p); c.Outcome == Broken || !slices.Contains(without, p) {
			all = append(all, *c)
		}
	}
	return all
}

func number[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }
