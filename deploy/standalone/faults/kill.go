package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone/story"
)

// Options say what to kill and how often.
type Options struct {
	// Command makes the process: it keeps everything in dir and listens on the two addresses.
	Command func(dir, http, grpc string) *exec.Cmd
	// Dir is the folder of the installation. Whoever runs PostgreSQL must reach it.
	Dir string
	// Kills is how many times the process is killed.
	Kills int
	// Seed makes the moments come out the same again.
	Seed uint64
	// Out is told of each kill.
	Out io.Writer
}

// Summary is what was counted.
type Summary struct {
	Kills, WithDatabase int
	InFilling           int           // of the kills: before the demo province was whole
	Tellings            int           // whole stories that were told to their end
	Steps               int           // steps played
	Slowest             time.Duration // from a start after a kill to readiness
	Check               story.Report
	Chained             int64    // entries in the audit chains
	Waiting             int64    // entries that the sequencers of the next start will chain
	Faults              []string // everything that was not as it must be
}

// fillingKills is how many of the kills come while the demo province is being made.
const fillingKills = 3

// Kill runs the test. The error is for not being able to; what the test found is in the summary.
func Kill(ctx context.Context, o Options) (Summary, error) {
	k, err := newKiller(o)
	if err != nil {
		return Summary{}, err
	}
	defer func() {
		if k.child.process != nil && k.child.process.ProcessState == nil {
			_ = k.child.kill(true) // an error has been reported already
		}
	}()
	for k.sum.Kills < min(fillingKills, o.Kills/4+1) {
		if err := k.inFilling(ctx); err != nil {
			return k.sum, err
		}
	}
	if err := k.restart(ctx); err != nil {
		return k.sum, err
	}
	stage, err := k.stage("awaits", nil)
	if err != nil {
		return k.sum, err
	}
	if _, err := story.AwaitDemo(ctx, stage, 8*time.Minute); err != nil {
		return k.sum, fmt.Errorf("the demo province does not become whole: %w; %s", err, k.child.said)
	}
	for k.sum.Kills < o.Kills || k.player != nil {
		if err := k.inStory(ctx); err != nil {
			return k.sum, err
		}
	}
	if err := k.check(ctx); err != nil {
		return k.sum, err
	}
	return k.sum, k.verify(ctx)
}

// killer is one run of the test.
type killer struct {
	Options
	child   *child
	random  *rand.Rand
	journal *story.Journal
	file    string
	player  *story.Player // the story being told; nil between two
	at      int           // the step of the last kill
	again   int           // how many kills it has had
	sum     Summary
}

func newKiller(o Options) (*killer, error) {
	k := &killer{Options: o, child: &child{options: o}, random: rand.New(rand.NewPCG(o.Seed, 9)), file: filepath.Join(o.Dir, "journal.jsonl")}
	var err error
	for _, address := range []*string{&k.child.http, &k.child.grpc} {
		if *address, err = freeAddress(); err != nil {
			return nil, err
		}
	}
	k.journal, err = story.OpenJournal(k.file)
	return k, err
}

func (k *killer) stage(mark string, journal *story.Journal) (*story.Stage, error) {
	// Connections to a process that was killed must not be used for the next.
	stage, err := story.NewStage("http://"+k.child.http, mark, &http.Transport{DisableKeepAlives: true}, journal)
	if err == nil {
		stage.Patience = 15 // it is slow just after a start
	}
	return stage, err
}

func (k *killer) restart(ctx context.Context) error {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if err := k.child.start(ctx); err != nil {
		return fmt.Errorf("after kill %d: %w", k.sum.Kills, err)
	}
	if took := time.Since(began); k.sum.Kills > 0 {
		k.sum.Slowest = max(k.sum.Slowest, took)
	}
	return nil
}

// die kills the process.
func (k *killer) die(where string) error {
	k.sum.Kills++
	database := k.sum.Kills%5 == 0
	if database {
		k.sum.WithDatabase++
	}
	k.say("kill %2d %s%s", k.sum.Kills, where, map[bool]string{true: ", and the database"}[database])
	return k.child.kill(database)
}

// inFilling kills it while the catalogues and the demo province come in.
func (k *killer) inFilling(ctx context.Context) error {
	if err := k.restart(ctx); err != nil {
		return err
	}
	wait := time.Duration(200+k.random.IntN(6000)) * time.Millisecond
	select {
	case <-time.After(wait):
	case <-k.child.gone:
		return fmt.Errorf("it ended by itself while it made the demo province: %s", k.child.said)
	case <-ctx.Done():
		return ctx.Err()
	}
	k.sum.InFilling++
	return k.die(fmt.Sprintf("while the demo province is made, after %d ms", wait.Milliseconds()))
}

// inStory goes on with the story and kills it at a random moment; when the kills are done, the story is told to its end.
func (k *killer) inStory(ctx context.Context) error {
	if k.player == nil {
		stage, err := k.stage(fmt.Sprintf("k%dx%d", k.Seed%100000, k.sum.Tellings+1), k.journal)
		if err != nil {
			return err
		}
		k.player = story.NewPlayer(stage, io.Discard)
	}
	ended := make(chan error, 1)
	go func() { ended <- k.player.Play(ctx) }()
	told, err := k.moment(ended)
	if told || err != nil {
		return err
	}
	if err := k.die(fmt.Sprintf("in step %d of telling %d", k.player.Played()+1, k.sum.Tellings+1)); err != nil {
		return err
	}
	err = <-ended
	if restartErr := k.restart(ctx); restartErr != nil {
		return restartErr
	}
	if errors.Is(err, story.ErrGone) {
		return nil // goes on next time, with the step it was at
	}
	return k.told(err)
}

// mostAtAStep is how often one step is struck: a step that waits for work in the background would never get past the kills.
const mostAtAStep = 3

// moment waits for the moment of the next kill. It answers true when the story was told to its end before.
func (k *killer) moment(ended <-chan error) (told bool, err error) {
	var strike <-chan time.Time
	if k.sum.Kills < k.Kills {
		strike = time.After(time.Duration(50+k.random.IntN(2000)) * time.Millisecond)
	}
	for {
		select {
		case err := <-ended:
			return true, k.told(err)
		case <-k.child.gone:
			return false, fmt.Errorf("it ended by itself: %s", k.child.said)
		case <-strike:
		}
		step := k.player.Played()
		switch {
		case step != k.at:
			k.at, k.again = step, 1
			return false, nil
		case k.again < mostAtAStep:
			k.again++
			return false, nil
		}
		strike = time.After(100 * time.Millisecond) // spare this step
	}
}

// told notes a story that came to its end.
func (k *killer) told(err error) error {
	if err != nil {
		return fmt.Errorf("it does not answer although nobody killed it: %w; %s", err, k.child.said)
	}
	k.sum.Tellings++
	k.sum.Steps += k.player.Total()
	for _, failed := range k.player.Failed {
		k.sum.Faults = append(k.sum.Faults, fmt.Sprintf("telling %d, step %s", k.sum.Tellings, failed))
	}
	k.player = nil
	return nil
}

func (k *killer) say(format string, words ...any) {
	_, _ = fmt.Fprintf(k.Out, format+"\n", words...) // whoever listened has gone
}
