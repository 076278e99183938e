package main

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// This file knows disclosure's tables: a hundred thousand publications by way of
// review and approval would take the morning. Each sown row is a published one of
// the demo with another unit, day, title and text; its words are indexed as the
// service would.

const staging = `
CREATE UNLOGGED TABLE sown (
    id uuid, unit text, item text, title text, number text, body text, published_at timestamptz, title_words text[], words text[]
)`

var stagedColumns = []string{"id", "unit", "item", "title", "number", "body", "published_at", "title_words", "words"}

var sowing = []string{
	`INSERT INTO publication
	 SELECT r.* FROM sown s, (SELECT p FROM publication p WHERE state = 'published' ORDER BY id LIMIT 1) model,
	 LATERAL jsonb_populate_record(model.p, jsonb_build_object(
	     'id', s.id, 'unit', s.unit, 'agency', '', 'item', s.item, 'obligation', NULL, 'title', s.title, 'document_number', s.number,
	     'register_number', s.number, 'published_at', s.published_at, 'updated_at', s.published_at, 'created_at', s.published_at)) r`,
	`INSERT INTO publication_text (publication, body) SELECT id, body FROM sown`,
	`INSERT INTO publication_index (publication, unit, agency, item, state, published_at, forms, title_words, words)
	 SELECT id, unit, '', item, 'published', published_at, '{portal}', array_to_tsvector(title_words), array_to_tsvector(words) FROM sown`,
	`DROP TABLE sown`,
}

var settling = []string{
	`VACUUM ANALYZE publication`,
	`VACUUM ANALYZE publication_text`,
	`VACUUM ANALYZE publication_index`,
}

// field is where the publications are sown: what one can search for.
type field struct {
	units  []string // keys of the communes
	titles []string // of every hundredth publication
}

func sow(ctx context.Context, db *pg.DB, count int) (field, error) {
	var f field
	units, err := column(ctx, db, `SELECT key FROM unit_copy WHERE level = 'commune' AND parent = '25@2025-07-01' AND valid_to IS NULL ORDER BY key`)
	if err != nil || len(units) == 0 {
		return f, fmt.Errorf("no communes to publish in: %w", err)
	}
	f.units = units
	items, err := column(ctx, db, `SELECT DISTINCT item FROM publication WHERE state = 'published' ORDER BY item`)
	if err != nil {
		return f, err
	}
	vocabulary, err := words()
	if err != nil {
		return f, err
	}
	if _, err := db.Pool().Exec(ctx, staging); err != nil {
		return f, err
	}
	random := rand.New(rand.NewPCG(2026, 25)) //nolint:gosec // invented texts, the same in every run
	newest := time.Now().Add(-24 * time.Hour)
	n := 0
	rows := pgx.CopyFromFunc(func() ([]any, error) {
		if n == count {
			return nil, nil
		}
		n++
		title, body := excerpt(random, vocabulary, 8+random.IntN(10)), excerpt(random, vocabulary, 80+random.IntN(240))
		if n%100 == 0 {
			f.titles = append(f.titles, title)
		}
		number := fmt.Sprintf("%d/QĐ-UBND", n)
		id, err := uuid.NewV7()
		return []any{
			[16]byte(id), units[random.IntN(len(units))], items[random.IntN(len(items))], title, number, body,
			newest.Add(-time.Duration(random.Int64N(int64(3 * 365 * 24 * time.Hour)))), lexemes(title, number), lexemes(title, number, body),
		}, err
	})
	if _, err := db.Pool().CopyFrom(ctx, pgx.Identifier{"sown"}, stagedColumns, rows); err != nil {
		return f, fmt.Errorf("sowing: %w", err)
	}
	return f, grow(ctx, db)
}

// grow turns what was staged into publications, and makes the indexes anew at
// the end: that is how a large load is done, and takes a third of the time.
func grow(ctx context.Context, db *pg.DB) error {
	conn, err := db.Pool().Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	rows, err := conn.Query(ctx, `SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'publication_index' AND indexname <> 'publication_index_pkey'`)
	if err != nil {
		return err
	}
	var steps, again []string
	var name, definition string
	if _, err := pgx.ForEachRow(rows, []any{&name, &definition}, func() error {
		steps, again = append(steps, "DROP INDEX "+pgx.Identifier{name}.Sanitize()), append(again, definition)
		return nil
	}); err != nil {
		return err
	}
	steps = slices.Concat(steps, sowing, again, settling)
	for _, step := range append([]string{`SET maintenance_work_mem = '512MB'; SET synchronous_commit = off`}, steps...) {
		if _, err := conn.Exec(ctx, step); err != nil {
			return fmt.Errorf("sowing: %s: %w", step, err)
		}
	}
	_, err = conn.Exec(ctx, `RESET ALL`)
	return err
}

func column(ctx context.Context, db *pg.DB, query string) ([]string, error) {
	rows, err := db.Pool().Query(ctx, query)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// words are those of the demo's documents, in their order, so that what is sown
// has the frequencies of real texts.
func words() ([]string, error) {
	names, err := fs.Glob(demodata.Files, "documents/*.txt")
	if err != nil {
		return nil, err
	}
	var all []string
	for _, name := range names {
		text, err := demodata.Files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, strings.Fields(string(text))...)
	}
	return all, nil
}

// excerpt is a text of so many words, put together from short runs of real ones.
func excerpt(random *rand.Rand, vocabulary []string, length int) string {
	var out []string
	for len(out) < length {
		from := random.IntN(len(vocabulary) - 12)
		out = append(out, vocabulary[from:from+3+random.IntN(9)]...)
	}
	return strings.Join(out[:length], " ")
}

// lexemes are the words texts are found by: folded and, with marks, as written.
func lexemes(texts ...string) []string {
	var all []string
	for _, text := range texts {
		for run := range strings.FieldsSeq(text) {
			known, ok := lexicon[run]
			if !ok {
				for _, word := range strings.FieldsFunc(vntext.NFC(run), func(r rune) bool {
					return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
				}) {
					known = append(known, vntext.Fold(word), vntext.NameKey(word))
				}
				lexicon[run] = known
			}
			all = append(all, known...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// lexicon remembers the words seen: thirty million of them are a few thousand.
// One goroutine sows and makes the questions before the rounds.
var lexicon = map[string][]string{}
