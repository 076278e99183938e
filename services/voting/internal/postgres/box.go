package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Boxes keeps secret ballots and logs in PostgreSQL. It is apart from Store because nothing of it goes through a change: no
// cause, no audit, no event.
type Boxes struct {
	db        *pg.DB
	logs      *tlog.Reader
	sequencer *tlog.Sequencer
}

var _ app.BoxStore = (*Boxes)(nil)

// NewBoxes makes them. The sequencer is woken after each batch of ballots.
func NewBoxes(db *pg.DB, sequencer *tlog.Sequencer) *Boxes {
	return &Boxes{db: db, logs: tlog.NewReader(db), sequencer: sequencer}
}

// Box reads the box of a vote.
func (b *Boxes) Box(ctx context.Context, vote string) (app.Box, error) {
	box := app.Box{Vote: vote}
	var opens, closes, announced, destroyed *time.Time
	var log *int64
	var origin *string
	err := b.db.Pool().QueryRow(ctx, `
SELECT v.revision, v.announced_at, v.state, v.form, v.method, v.opens_at, v.closes_at, l.log, l.origin, l.public_key, l.sealed_key, l.destroyed_at
FROM vote v LEFT JOIN vote_log l ON l.vote = v.id
WHERE v.id = $1`, vote).Scan(&box.Revision, &announced, &box.State, &box.Form, &box.Method, &opens, &closes, &log, &origin,
		&box.PublicKey, &box.Sealed, &destroyed)
	if errors.Is(err, pgx.ErrNoRows) {
		return box, domain.Refuse(domain.NotFound, "name")
	}
	if err != nil {
		return box, unknown(err)
	}
	box.Public, box.OpensAt, box.ClosesAt, box.Destroyed, box.Origin = announced != nil, at(opens), at(closes), at(destroyed), text(origin)
	if log != nil {
		box.Log = *log
	}
	return box, nil
}

func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

const cast = `SELECT place, outcome FROM cast_ballots($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// Cast writes ballots in one statement.
func (b *Boxes) Cast(ctx context.Context, now time.Time, ballots []app.SecretBallot) ([]app.Fate, error) {
	n := len(ballots)
	votes, choices := make([]string, n), make([]string, n)
	digests, tokens, signatures, salts := make([][]byte, n), make([][]byte, n), make([][]byte, n), make([][]byte, n)
	additions := make([]tlog.Addition, n)
	for i := range ballots {
		one := &ballots[i]
		digest := one.Token.Digest()
		votes[i], choices[i], digests[i], tokens[i] = one.Vote, one.Choice, digest[:], one.Token[:]
		signatures[i], salts[i] = one.Signature, one.Salt[:]
		additions[i] = tlog.Addition{Log: tlog.LogID(one.Log), Leaf: ballotLeaf(one.Commitment)}
	}
	columns, err := tlog.Encode(additions)
	if err != nil {
		return nil, err
	}
	rows, err := b.db.Pool().Query(ctx, cast, now, votes, columns.Log, digests, columns.Key, tokens, signatures, choices, salts, columns.Data)
	if err != nil {
		return nil, unknown(err)
	}
	fates := make([]app.Fate, n)
	var place int64
	var fate app.Fate
	if _, err := pgx.ForEachRow(rows, []any{&place, &fate}, func() error {
		fates[place-1] = fate
		return nil
	}); err != nil {
		return nil, unknown(err)
	}
	b.sequencer.Wake()
	return fates, nil
}

// unknown is an error of a statement that may have been done all the same: the caller asks again, which does no harm.
func unknown(err error) error {
	if pg.Code(err) == "" || pg.Unreachable(err) || pg.Repeatable(err) {
		return fault.New(fault.Unavailable, "", fault.Wrap(err), fault.RetryAfter(time.Second))
	}
	return fmt.Errorf("at a box: %w", err)
}

// Draw marks that a household drew a credential.
func (b *Boxes) Draw(ctx context.Context, now time.Time, d app.Drawing) (fate app.Fate, err error) {
	err = b.db.Pool().QueryRow(ctx, `SELECT draw_credential($1, $2, $3, $4, $5, $6)`, now, d.Vote, d.Household, d.Message, d.Helper, d.Reason).Scan(&fate)
	if err != nil {
		return "", unknown(err)
	}
	return fate, nil
}

// Drawn is the digest with which a household drew; nil when it has not.
func (b *Boxes) Drawn(ctx context.Context, vote, household string) (message []byte, err error) {
	err = b.db.Pool().QueryRow(ctx, `SELECT blinded FROM credential WHERE vote = $1 AND household = $2`, vote, household).Scan(&message)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, unknown(err)
	}
	return message, nil
}

// Opinions counts the answers to the poll.
func (b *Boxes) Opinions(ctx context.Context, vote string) (app.Opinions, error) {
	return opinions(ctx, b.db.Pool(), vote)
}

type rowQuerier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func opinions(ctx context.Context, q rowQuerier, vote string) (o app.Opinions, err error) {
	err = q.QueryRow(ctx, `
SELECT count(*) FILTER (WHERE o.agree), count(*) FILTER (WHERE NOT o.agree)
FROM opt_in_answer o JOIN roll_entry e ON e.vote = o.vote AND e.household = o.household AND NOT e.removed
WHERE o.vote = $1`, vote).Scan(&o.Agreed, &o.Declined)
	if err != nil {
		return o, fmt.Errorf("counting the poll: %w", err)
	}
	return o, nil
}

// TookPart lists who took part. Households of one number are told apart by a digest of their id, which stays inside: the
// place of a page is public.
func (b *Boxes) TookPart(ctx context.Context, vote string, after app.ParticipantPlace, most int) ([]app.Participant, error) {
	rows, err := b.db.Pool().Query(ctx, `
SELECT village, code, took_part_form, mark FROM (
    SELECT village, code, took_part_form, encode(sha256(convert_to(vote::text || household, 'UTF8')), 'hex') AS mark
    FROM roll_entry WHERE vote = $1 AND took_part_form IS NOT NULL AND (village, code) >= ($2, $3)
) e
WHERE (village, code, mark) > ($2, $3, $4)
ORDER BY village, code, mark LIMIT $5`, vote, after.Village, after.Code, after.Mark, most)
	if err != nil {
		return nil, fmt.Errorf("listing who took part: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p app.Participant, err error) {
		var form string
		err = row.Scan(&p.Village, &p.Code, &form, &p.Mark)
		p.By = domain.Form(form)
		return p, err
	})
}

// ReadLog is a file of a log.
func (b *Boxes) ReadLog(ctx context.Context, log int64, path string) (tlog.Resource, error) {
	return b.logs.Read(ctx, tlog.LogID(log), path)
}

// Receipt proves that a log holds a leaf.
func (b *Boxes) Receipt(ctx context.Context, log int64, key []byte) (c2sp.Proof, error) {
	return b.logs.Receipt(ctx, tlog.LogID(log), key)
}

// AwaitReceipt is Receipt that waits until ctx ends.
func (b *Boxes) AwaitReceipt(ctx context.Context, log int64, key []byte) (c2sp.Proof, error) {
	return b.sequencer.Await(ctx, b.logs, tlog.LogID(log), key)
}
