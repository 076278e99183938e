package disclosure_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// fill makes many public publications of 60 words each out of a vocabulary of 3,000, straight in the tables.
const fill = `
WITH made AS (
    INSERT INTO publication (id, revision, unit, agency, item, state, title, summary, document_number, issuing_body, decision_date,
        register_number, version, digest, correction_note, due, personal_list, special_area, author, approver, single_person,
        secrecy_declared, return_reason, withdrawal_reason, created_at, updated_at, published_at)
    SELECT gen_random_uuid(), 1, '08584@2025-07-01', '', 'communes.12', 'published', 'Thông báo ' || n, 'Tóm tắt', n || '/QĐ', 'UBND', '2026-01-05',
        n || '/2026', 1, 'x', '', '{}', false, false, '{}', '{}', false, true, '', '', at, at, at
    FROM generate_series(1, $1) n, LATERAL (SELECT timestamptz '2026-01-01' + n * interval '20 seconds' AS at) t
    RETURNING id, published_at
), texts AS (
    INSERT INTO publication_text SELECT id, repeat('Nội dung. ', 100) FROM made
)
INSERT INTO publication_index (publication, unit, agency, item, state, published_at, forms, title_words, words)
SELECT id, '08584@2025-07-01', '', 'communes.12', 'published', published_at, '{portal}', '', array_to_tsvector(
    (SELECT array_agg(DISTINCT 'w' || (3000 * power(random(), 3))::int) FROM generate_series(1, 60) g WHERE id IS NOT NULL))
FROM made`

// BenchmarkSearch compares the RPC with the bare indexed SELECT of the same words, over 100,000 publications, and reports the
// ratio of their 95th percentiles (design target D2: at most 3).
func BenchmarkSearch(b *testing.B) {
	h := open(b)
	if _, err := h.db.Pool().Exec(b.Context(), fill, 100_000); err != nil {
		b.Fatal(err)
	}
	if _, err := h.db.Pool().Exec(b.Context(), `VACUUM ANALYZE`); err != nil {
		b.Fatal(err)
	}
	queries := []string{"w900", "w1500 w20", "w2500", "w300 w40", "w1200"}
	var rpcs, bare []time.Duration
	b.ResetTimer()
	for range max(b.N, 200) {
		for _, query := range queries {
			at := time.Now()
			found, err := h.SearchPublications(b.Context(), &disclosurev1.SearchPublicationsRequest{Query: query})
			rpcs = append(rpcs, time.Since(at))
			if err != nil || len(found.GetPublications()) == 0 {
				b.Fatal(err)
			}
			at = time.Now()
			rows, err := h.db.Pool().Query(b.Context(), `SELECT publication FROM publication_index WHERE words @@ plainto_tsquery('simple', $1)
				AND state = 'published' ORDER BY published_at DESC LIMIT 20`, query)
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
			}
			rows.Close()
			bare = append(bare, time.Since(at))
		}
	}
	b.ReportMetric(float64(p95(rpcs).Microseconds()), "rpc-p95-µs")
	b.ReportMetric(float64(p95(bare).Microseconds()), "select-p95-µs")
	b.ReportMetric(float64(p95(rpcs))/float64(p95(bare)), "ratio")
}

func p95(all []time.Duration) time.Duration {
	slices.SortFunc(all, cmp.Compare)
	return all[len(all)*95/100]
}
