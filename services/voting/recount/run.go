package recount

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// Options are what a recount is told beside the address.
type Options struct {
	// Keys are the verifier keys of the log, known from elsewhere. Without them the
	// keys the server names are believed, once: remember them.
	Keys []string
	// Remembered are signed checkpoints of this log seen before.
	Remembered [][]byte
	// Receipts are to be honoured.
	Receipts []Receipt
	// Workers is how many goroutines verify signatures; 0: one for each core.
	Workers int
	// HTTP makes the requests; nil: with 30 seconds for each.
	HTTP *http.Client
	// Progress is told how far the log is read, now and then; may be nil.
	Progress func(done, total int64)
}

// Run counts the vote again. An error means that it could not be counted: the server
// is not there, or what was given beside the address is unusable. Broken promises are
// no error but stand in the report.
func Run(ctx context.Context, place Place, o Options) (*Report, error) {
	srv := newServer(place, o.HTTP)
	page, err := srv.page(ctx)
	if err != nil {
		return nil, err
	}
	report := &Report{Vote: place.Vote, Title: page.Title, Origin: page.Log.Origin, Keys: o.Keys, KeysPinned: len(o.Keys) > 0, Offered: page.keys()}
	if !report.KeysPinned {
		report.Keys = report.Offered
	}
	if !strings.HasSuffix(page.Log.Origin, "/log/votes/"+place.Vote) {
		return nil, fmt.Errorf("the server says the log of this vote is %.200q", page.Log.Origin)
	}
	trust, err := tlogclient.NewTrust(page.Log.Origin, report.Keys, nil, 0)
	if err != nil {
		return nil, err
	}
	r := &run{place: place, options: o, server: srv, page: page, trust: trust, report: report, book: newBook()}
	return report, r.count(ctx)
}

// run is one recount under way.
type run struct {
	place   Place
	options Options
	server  *server
	page    Page
	trust   tlogclient.Trust
	report  *Report
	book    *book
	scan    *scan // nil until the log is read to its signed end

	seen     []tlogclient.Signed
	receipts []held
}

func (r *run) count(ctx context.Context) error {
	client, err := tlogclient.New(r.place.Log(), r.trust, r.options.HTTP)
	if err != nil {
		return err
	}
	if err := r.recall(); err != nil {
		return err
	}
	defer func() { r.report.Checks = r.book.list(r.meaningless()) }()
	now, err := client.Checkpoint(ctx)
	var invalid *note.InvalidSignatureError
	var unverified *note.UnverifiedNoteError
	if errors.As(err, &invalid) || errors.As(err, &unverified) {
		r.book.broke(LogSigned, "checkpoint_unsigned", "why", err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	r.report.Size, r.report.Root, r.report.Checkpoint = now.Size, now.Root.String(), string(now.Note)
	s := &scan{
		book: newBook(), vote: r.place.Vote, size: now.Size, grew: newGrowth(r.seen), watched: map[ballot.Commitment]*ReceiptSays{},
	}
	for _, h := range r.receipts {
		s.watched[h.commitment] = &ReceiptSays{Commitment: h.commitment, Index: -1}
	}
	return r.read(ctx, client, now, s)
}

// read downloads the log and draws the conclusions.
func (r *run) read(ctx context.Context, client *tlogclient.Client, now tlogclient.Signed, s *scan) error {
	inner, stop := context.WithCancel(ctx)
	defer stop()
	err := client.Entries(inner, now, func(index int64, entry []byte) error {
		if r.options.Progress != nil && index%1024 == 0 {
			r.options.Progress(index, now.Size)
		}
		return s.visit(inner, r.options.Workers, index, entry)
	})
	if err != nil {
		stop() // the workers have nothing to finish
	}
	if s.openings != nil {
		if ended := s.openings.finish(inner); err == nil {
			err = ended
		}
	}
	switch {
	case errors.Is(err, tlogclient.ErrAltered):
		// Nothing that was read counts: nobody signed it.
		r.book.broke(LogSigned, "entries_altered", "size", number(now.Size))
		return nil
	case errors.Is(err, errHopeless):
		r.book = s.book
		return nil
	case err != nil:
		return err
	}
	if r.options.Progress != nil {
		r.options.Progress(now.Size, now.Size)
	}
	r.book, r.scan = s.book, s
	r.book.looked(LogSigned, LogOrder)
	r.report.Evidence = s.grew.compare(r.book, r.seen, now)
	if len(r.seen) > 0 {
		r.book.looked(LogGrew)
	}
	return r.conclude(ctx, s)
}

func (r *run) conclude(ctx context.Context, s *scan) error {
	report := r.report
	report.Households, report.Ballots, report.Finished = s.first.Households, len(s.commitments), s.result != nil
	if s.at == atStart {
		return nil // announced, and not opened yet
	}
	checkRules(r.book, r.page, s.first)
	s.checkPage(r.book, r.page)
	report.Needed = s.needed()
	if s.closed != nil {
		report.Credentials, report.Counts = s.closed.Credentials, s.count()
		s.checkBox(r.book)
		if err := r.checkParticipants(ctx, s); err != nil {
			return err
		}
	}
	if s.destroyed != nil {
		if sum := sha256.Sum256(s.spki); s.destroyed.KeySHA256 != hex.EncodeToString(sum[:]) {
			r.book.broke(KeyDestroyed, "another_key_destroyed", "digest", s.destroyed.KeySHA256)
		}
		r.book.looked(KeyDestroyed)
	}
	if s.result != nil {
		if report.Counts == nil {
			report.Counts = s.result.Counts
		}
		report.Passed = s.passed(report.Counts)
		s.checkTally(r.book, report.Counts)
	}
	if len(r.receipts) > 0 {
		honoured(r.book, r.receipts, s.watched, s.closed != nil)
		r.book.looked(ReceiptKept)
		for _, h := range r.receipts {
			report.Receipts = append(report.Receipts, *s.watched[h.commitment])
		}
	}
	return nil
}

func (r *run) checkParticipants(ctx context.Context, s *scan) error {
	listed, total, doubled, err := r.server.participants(ctx, s.first.Households)
	if err != nil {
		return err
	}
	if listed != s.closed.Credentials || total != s.closed.Credentials {
		r.book.broke(ParticipantsMatch, "participants_differ",
			"listed", number(listed), "total", number(total), "credentials", number(s.closed.Credentials))
	}
	if doubled > 0 {
		r.book.broke(ParticipantsMatch, "participants_doubled", "count", number(doubled))
	}
	r.book.looked(ParticipantsMatch)
	return nil
}

// recall opens what was remembered. A checkpoint or receipt that this log never
// signed is no evidence against it but a mistake of who gave it.
func (r *run) recall() error {
	for _, text := range r.options.Remembered {
		seen, err := r.trust.Open(text)
		if err != nil {
			return fmt.Errorf("a remembered checkpoint: %w", err)
		}
		r.seen = append(r.seen, seen)
	}
	for _, receipt := range r.options.Receipts {
		h, err := receipt.look(r.place.Vote, r.report.Origin, r.report.Keys, r.trust)
		if err != nil {
			return err
		}
		r.receipts = append(r.receipts, h)
		if h.proven != nil {
			r.seen = append(r.seen, *h.proven)
		}
	}
	return nil
}

// meaningless are promises that this vote does not make, or nobody asked about.
func (r *run) meaningless() []Promise {
	var none []Promise
	s := r.scan
	if len(r.seen) == 0 {
		none = append(none, LogGrew)
	}
	if len(r.receipts) == 0 {
		none = append(none, ReceiptKept)
	}
	if s == nil || s.at == atStart {
		return none
	}
	if !s.first.Secret() {
		none = append(none, TokensGenuine, TokensOnce, KeyDestroyed)
	}
	if s.first.Form != "ONLINE" {
		none = append(none, BallotsOpened, ChoicesUnchanged, WithinCredentials, ParticipantsMatch)
	}
	return none
}
