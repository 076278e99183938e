package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/deploy/load/measure"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// searchers ask at the same time; few, so that queueing for two cores does not
// hide what a query costs.
const searchers = 2

// question is one search, for the product and as the SQL somebody would write by hand.
type question struct {
	ask  *disclosurev1.SearchPublicationsRequest
	sql  string
	args []any
}

// search compares the 95th percentile of lists and of searches with that of the
// bare indexed SELECT of the same rows.
func search(ctx context.Context, b *bench) error {
	h, err := b.house(ctx)
	if err != nil {
		return err
	}
	db, err := pg.Open(ctx, h.cluster.URL("disclosure"))
	if err != nil {
		return err
	}
	defer db.Close()
	began := time.Now()
	f, err := sow(ctx, db, b.publications)
	if err != nil {
		return err
	}
	fmt.Printf("  (%d publications sown in %.0f s)\n", b.publications, time.Since(began).Seconds())
	b.since = readCPU()
	client := disclosurev1.NewPublicationServiceClient(h.toDisclosure)
	for _, kind := range []struct {
		what string
		make func(*rand.Rand) question
	}{
		{"list of one commune", f.ofCommune},
		{"list of the province", f.ofProvince},
		{"search, common words", f.common},
		{"search, words of a title", f.rare},
		{"search, words in one commune", f.within},
	} {
		random := rand.New(rand.NewPCG(2026, 25)) //nolint:gosec // questions, not secrets
		questions := make([]question, 256)
		for i := range questions {
			questions[i] = kind.make(random)
		}
		product := b.slowest("SearchPublications", questions, func(ctx context.Context, q question) error {
			got, err := client.SearchPublications(ctx, q.ask)
			if err == nil && len(got.GetPublications()) == 0 {
				err = fmt.Errorf("%v finds nothing", q.ask)
			}
			return err
		})
		bare := b.slowest("bare SELECT", questions, func(ctx context.Context, q question) error {
			rows, err := db.Pool().Query(ctx, q.sql, q.args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			n := 0
			for rows.Next() {
				if _, err := rows.Values(); err != nil {
					return err
				}
				n++
			}
			if n == 0 && rows.Err() == nil {
				return fmt.Errorf("%s with %v finds nothing", q.sql, q.args)
			}
			return rows.Err()
		})
		c, err := measure.Compare(ctx, kind.what+", p95", product, bare, b.rounds)
		if err != nil {
			return err
		}
		b.times(c, 3)
	}
	return nil
}

// slowest is a side whose figure is the 95th percentile of a round, in seconds.
func (b *bench) slowest(name string, questions []question, do func(context.Context, question) error) measure.Side {
	return measure.Side{Name: name, Round: func(ctx context.Context) (float64, error) {
		var asked [searchers]int
		sample, err := measure.Closed(ctx, searchers, b.round, func(ctx context.Context, worker int) error {
			asked[worker]++
			return do(ctx, questions[(asked[worker]*searchers+worker)%len(questions)])
		})
		return sample.Quantile(0.95).Seconds(), err
	}}
}

const (
	pageOfRows  = 20
	newestFirst = ` AND i.state IN ('published', 'archived') ORDER BY i.published_at DESC, i.publication DESC LIMIT 21`
	fromIndex   = `SELECT p.* FROM publication_index i JOIN publication p ON p.id = i.publication WHERE `
)

func (f field) ofCommune(random *rand.Rand) question {
	unit := f.units[random.IntN(len(f.units))]
	return question{
		&disclosurev1.SearchPublicationsRequest{Unit: "units/" + unit, PageSize: pageOfRows},
		fromIndex + `i.unit = $1` + newestFirst,
		[]any{unit},
	}
}

func (f field) ofProvince(*rand.Rand) question {
	return question{
		&disclosurev1.SearchPublicationsRequest{Unit: "units/25@2025-07-01", IncludeSubtree: true, PageSize: pageOfRows},
		fromIndex + `i.unit = ANY ($1)` + newestFirst,
		[]any{f.units},
	}
}

// phrases are what people look for, with and without marks.
var phrases = []string{"dân chủ", "dan chu", "quyết định", "công khai", "thôn", "hoi dong nhan dan", "kế hoạch", "ngan sach"}

func (f field) common(random *rand.Rand) question {
	return wordsOf(phrases[random.IntN(len(phrases))], "")
}

func (f field) rare(random *rand.Rand) question {
	return wordsOf(someOf(random, f.titles[random.IntN(len(f.titles))]), "")
}

func (f field) within(random *rand.Rand) question {
	return wordsOf(phrases[random.IntN(len(phrases))], f.units[random.IntN(len(f.units))])
}

// someOf takes four words of a title, half of the time without their marks.
func someOf(random *rand.Rand, title string) string {
	text := strings.Join(strings.Fields(title)[:4], " ")
	if random.IntN(2) == 0 {
		text = vntext.Fold(text)
	}
	return text
}

func wordsOf(text, unit string) question {
	q := question{ask: &disclosurev1.SearchPublicationsRequest{Query: text, PageSize: pageOfRows}, sql: fromIndex + `i.words @@ $1::tsquery`}
	var wanted []string
	for word := range strings.FieldsSeq(text) {
		for _, lexeme := range asked(word) {
			wanted = append(wanted, "'"+lexeme+"'")
		}
	}
	q.args = []any{strings.Join(wanted, " & ")}
	if unit != "" {
		q.ask.Unit = "units/" + unit
		q.sql += ` AND i.unit = $2`
		q.args = append(q.args, unit)
	}
	q.sql += newestFirst
	return q
}

// asked is the lexeme a word asks for: as written when it has marks, else folded.
func asked(word string) []string {
	var out []string
	for _, lexeme := range lexemes(word) {
		if lexeme != vntext.Fold(lexeme) || !slices.Contains(out, lexeme) {
			out = append(out, lexeme)
		}
	}
	if len(out) > 1 { // both forms: the marked one was typed
		out = slices.DeleteFunc(out, func(l string) bool { return l == vntext.Fold(l) })
	}
	return out
}
