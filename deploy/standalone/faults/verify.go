package faults

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone/story"
	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/server"
)

// check asks the instance, over its public address, for everything it acknowledged.
func (k *killer) check(ctx context.Context) error {
	if err := k.journal.Close(); err != nil {
		return err
	}
	entries, err := story.ReadJournal(k.file)
	if err != nil {
		return err
	}
	stage, err := k.stage("check", nil)
	if err != nil {
		return err
	}
	k.sum.Check, err = story.Check(ctx, stage, entries)
	k.sum.Faults = append(k.sum.Faults, k.sum.Check.Faults...)
	return err
}

// verify stops the instance in good order and looks into its databases.
func (k *killer) verify(ctx context.Context) error {
	if err := k.settled(ctx); err != nil {
		return err
	}
	stopping, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := k.child.stop(stopping); err != nil {
		return err
	}
	cluster, err := server.Start(ctx, server.Options{Dir: filepath.Join(k.Dir, "postgres")})
	if err != nil {
		return err
	}
	defer func() { _ = cluster.Stop(context.WithoutCancel(ctx)) }() // the folder is thrown away
	for _, service := range services {
		if err := k.inspect(ctx, cluster, service); err != nil {
			return fmt.Errorf("%s: %w", service, err)
		}
	}
	return nil
}

// services are those whose chains and outboxes are looked into.
var services = []string{"directory", "disclosure", "voting"}

// settled waits until everything that had been written when it was asked is published and chained. Work in the background may go on
// writing meanwhile.
func (k *killer) settled(ctx context.Context) error {
	cluster, err := server.Start(ctx, server.Options{Dir: filepath.Join(k.Dir, "postgres")}) // it runs: this finds it
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for _, service := range services {
		if err := k.settle(ctx, cluster.URL(service)); err != nil {
			return fmt.Errorf("%s does not come to rest: %w", service, err)
		}
	}
	return nil
}

func (k *killer) settle(ctx context.Context, database string) error {
	db, err := pg.Open(ctx, database)
	if err != nil {
		return err
	}
	defer db.Close()
	var event, entry, waiting int64
	err = db.Pool().QueryRow(ctx, `SELECT (SELECT coalesce(max(id), 0) FROM platform_outbox), (SELECT coalesce(max(id), 0) FROM platform_audit)`).Scan(&event, &entry)
	if err != nil {
		return err
	}
	every := time.NewTicker(100 * time.Millisecond)
	defer every.Stop()
	for {
		err := db.Pool().QueryRow(ctx, `
SELECT (SELECT count(*) FROM platform_outbox_pending WHERE id <= $1) + (SELECT count(*) FROM platform_audit_pending WHERE id <= $2)`, event, entry).Scan(&waiting)
		if err != nil || waiting == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d events or entries wait: %w", waiting, ctx.Err())
		case <-every.C:
		}
	}
}

// inspect verifies the audit chain of a service and that nothing was done twice or put aside.
func (k *killer) inspect(ctx context.Context, cluster *server.Cluster, service string) error {
	db, err := pg.Open(ctx, cluster.URL(service))
	if err != nil {
		return err
	}
	defer db.Close()
	report, err := audit.Verify(ctx, db)
	if err != nil {
		return err
	}
	k.sum.Chained += report.Chained
	if report.Bad != nil {
		k.sum.Faults = append(k.sum.Faults, fmt.Sprintf("%s: %s", service, report.Bad))
	}
	k.sum.Waiting += report.Unchained // written after the sequencer's last round; those it will never see are Bad
	parked, err := bus.ListParked(ctx, db, 10)
	if err != nil {
		return err
	}
	for _, p := range parked {
		k.sum.Faults = append(k.sum.Faults, fmt.Sprintf("%s: event %s was put aside: %s", service, p.Type, p.Error))
	}
	var doubled int64
	err = db.Pool().QueryRow(ctx, `SELECT count(*) FROM (SELECT event_id FROM platform_outbox GROUP BY event_id HAVING count(*) > 1) AS twice`).Scan(&doubled)
	if err != nil {
		return err
	}
	if doubled > 0 {
		k.sum.Faults = append(k.sum.Faults, fmt.Sprintf("%s: %d events have the id of another", service, doubled))
	}
	return nil
}
