package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/danchu-platform/danchu/deploy/load/measure"
)

// coldStart times the single-process product from an empty folder and again over
// its data, and each program of a cluster from exec to ready.
func coldStart(ctx context.Context, b *bench) error {
	if err := b.startWhole(ctx); err != nil {
		return err
	}
	return b.startEach(ctx)
}

// startWhole starts what `make run` starts, three times from nothing and three
// times over what is there, beside a bare PostgreSQL doing the same.
func (b *bench) startWhole(ctx context.Context) error {
	var empty, again, bareEmpty, bareAgain []float64
	for range 3 {
		dir, err := scratch()
		if err != nil {
			return err
		}
		cold, warm, err := b.startTwice(ctx, filepath.Join(dir, "data"))
		if err == nil {
			var bareCold, bareWarm float64
			bareCold, bareWarm, err = postgresTwice(ctx, filepath.Join(dir, "bare"))
			bareEmpty, bareAgain = append(bareEmpty, bareCold), append(bareAgain, bareWarm)
		}
		if err := orRemove(err, dir); err != nil {
			return err
		}
		empty, again = append(empty, cold), append(again, warm)
	}
	b.started("empty data to first page", empty, "initdb and start of PostgreSQL", bareEmpty, 10*time.Second)
	b.started("the second start to first page", again, "start of PostgreSQL", bareAgain, 0)
	return nil
}

func orRemove(err error, dir string) error {
	if removed := os.RemoveAll(dir); err == nil {
		return removed
	}
	return err
}

func (b *bench) started(what string, ours []float64, beside string, bare []float64, most time.Duration) {
	l := line{
		what: what, product: fmt.Sprintf("%s (%s–%s)", seconds(measure.Median(ours)), seconds(slices.Min(ours)), seconds(slices.Max(ours))),
		beside: beside, baseline: seconds(measure.Median(bare)), ratio: fmt.Sprintf("%.1f", measure.Median(ours)/measure.Median(bare)),
	}
	if most > 0 {
		l.target, l.met = "≤ "+most.String(), holds(measure.Median(ours) <= most.Seconds())
	}
	b.print(l)
}

func (b *bench) startTwice(ctx context.Context, dir string) (cold, warm float64, err error) {
	for _, took := range []*float64{&cold, &warm} {
		web, err := freeAddress()
		if err != nil {
			return 0, 0, err
		}
		calls, err := freeAddress()
		if err != nil {
			return 0, 0, err
		}
		p, err := start(filepath.Join(b.bin, "danchu"), nil, "-dir", dir, "-http", web, "-grpc", calls)
		if err != nil {
			return 0, 0, err
		}
		d, err := p.until(ctx, "http://"+web+"/")
		if stopped := p.stop(); err == nil {
			err = stopped
		}
		if err != nil {
			return 0, 0, err
		}
		*took = d.Seconds()
	}
	return cold, warm, nil
}

func postgresTwice(ctx context.Context, dir string) (cold, warm float64, err error) {
	for _, took := range []*float64{&cold, &warm} {
		began := time.Now()
		cluster, err := startPostgres(ctx, dir)
		if err != nil {
			return 0, 0, err
		}
		*took = time.Since(began).Seconds()
		if err := cluster.Stop(context.WithoutCancel(ctx)); err != nil {
			return 0, 0, err
		}
	}
	return cold, warm, nil
}

// startEach starts each program over a database and broker that are there.
func (b *bench) startEach(ctx context.Context) error {
	h, err := b.house(ctx)
	if err != nil {
		return err
	}
	for _, p := range []*program{h.directory, h.disclosure, h.gateway} {
		var ours, bare, worked []float64
		for range b.starts {
			if err := p.stop(); err != nil {
				return err
			}
			if err := p.start(); err != nil {
				return err
			}
			took, err := p.until(ctx, p.ready)
			if err != nil {
				return err
			}
			worked = append(worked, p.processor())
			ours = append(ours, took.Seconds())
			floor, err := startBare(ctx)
			if err != nil {
				return err
			}
			bare = append(bare, floor)
		}
		fmt.Printf("  (%s: %s of a processor until then)\n", p.name, seconds(measure.Median(worked)))
		b.started(p.name+", exec to serving", ours, "bare gRPC server", bare, 100*time.Millisecond)
	}
	return nil
}

// startBare times the bare gRPC server from exec until its port accepts.
func startBare(ctx context.Context) (float64, error) {
	p, address, err := startEcho()
	if err != nil {
		return 0, err
	}
	var took time.Duration
	err = eventually(ctx, time.Millisecond, 10*time.Second, "a port", func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			took = time.Since(p.began)
			_ = conn.Close()
		}
		return err == nil
	})
	if stopped := p.stop(); err == nil {
		err = stopped
	}
	return took.Seconds(), err
}
