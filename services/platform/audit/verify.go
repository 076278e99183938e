package audit

import (
	"bytes"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Report is what Verify found.
type Report struct {
	Chained   int64 // entries in the chain, all good if Bad is nil
	Unchained int64 // entries younger than the sequencer's last round
	Head      Head  // the last good link
	Bad       *Bad  // the first thing wrong, or nil
}

// Bad names the first place where the chain does not hold.
type Bad struct {
	Seq     int64 // place in the chain; 0 when the entry has none
	AuditID int64 // id of the entry; 0 when it is not known
	Reason  string
}

// String is the line for the operator.
func (b Bad) String() string {
	return fmt.Sprintf("audit chain broken at place %d (entry %d): %s", b.Seq, b.AuditID, b.Reason)
}

// Verify walks the whole chain, in one consistent view of the database, and
// recomputes every hash. It finds the first entry that was altered, removed or
// slipped in, and, given heads that were kept elsewhere, a chain that was
// rewritten or cut. The error is for not being able to look.
func Verify(ctx context.Context, db *pg.DB, kept ...Head) (Report, error) {
	var report Report
	opts := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := db.InTxOptions(ctx, opts, func(ctx context.Context, tx pgx.Tx) error {
		report = Report{Head: Head{Hash: genesis}}
		if err := walk(ctx, tx, &report, kept); err != nil || report.Bad != nil {
			return err
		}
		return strays(ctx, tx, &report)
	})
	if err != nil {
		return Report{}, fmt.Errorf("verifying the audit chain: %w", err)
	}
	return report, nil
}

func walk(ctx context.Context, tx pgx.Tx, report *Report, kept []Head) error {
	rows, err := tx.Query(ctx, `
SELECT c.seq, c.audit_id, c.hash, a.id IS NOT NULL,
       coalesce(a.at, now()), coalesce(a.actor, ''), coalesce(a.action, ''), coalesce(a.resource, ''),
       coalesce(a.unit, ''), coalesce(a.cause, ''), coalesce(a.detail, '')
FROM platform_audit_chain c
LEFT JOIN platform_audit a ON a.id = c.audit_id
ORDER BY c.seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var hash []byte
		var present bool
		var e row
		if err := rows.Scan(&seq, &e.id, &hash, &present, &e.at, &e.actor, &e.action, &e.resource, &e.unit, &e.cause, &e.detail); err != nil {
			return err
		}
		want := report.Head.Seq + 1
		switch {
		case seq != want:
			report.Bad = &Bad{Seq: want, Reason: "this link was removed"}
		case !present:
			report.Bad = &Bad{Seq: seq, AuditID: e.id, Reason: "the entry was removed"}
		case !bytes.Equal(hash, link(report.Head.Hash, seq, e)):
			report.Bad = &Bad{Seq: seq, AuditID: e.id, Reason: "the entry or its hash was altered"}
		}
		if report.Bad != nil {
			return nil
		}
		report.Head = Head{Seq: seq, Hash: hash}
		report.Chained++
		for _, known := range kept {
			if known.Seq == seq && !bytes.Equal(known.Hash, hash) {
				report.Bad = &Bad{Seq: seq, AuditID: e.id, Reason: "the chain was rewritten: the head kept elsewhere differs"}
				return nil
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, known := range kept {
		if known.Seq > report.Head.Seq {
			report.Bad = &Bad{Seq: report.Head.Seq + 1, Reason: fmt.Sprintf("the chain was cut: a head kept elsewhere is at %d", known.Seq)}
		}
	}
	return nil
}

// strays looks for entries that are neither chained nor waiting: they did not
// come by Insert.
func strays(ctx context.Context, tx pgx.Tx, report *Report) error {
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM platform_audit_pending`).Scan(&report.Unchained); err != nil {
		return err
	}
	var stray *int64
	err := tx.QueryRow(ctx, `
SELECT min(a.id)
FROM platform_audit a
WHERE NOT EXISTS (SELECT FROM platform_audit_chain c WHERE c.audit_id = a.id)
  AND NOT EXISTS (SELECT FROM platform_audit_pending p WHERE p.id = a.id)`).Scan(&stray)
	if err == nil && stray != nil {
		report.Bad = &Bad{AuditID: *stray, Reason: "the entry was slipped in beside the chain"}
	}
	return err
}
