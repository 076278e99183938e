package story

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
)

// Step is one thing shown.
type Step struct {
	Name string
	Play func(ctx context.Context, s *Stage) (what string, err error)
}

// Steps is the whole story in order.
func Steps() []Step {
	return slices.Concat(
		opening(), online(), papering(), meeting(), handing(), convening(), electing(), drafting(), strangers(), approving(), reading(), posting(), repeating(), correcting(), late(),
		withholding(), counting(), finding(), asking(), importing(), delegating(), guarding(), withdrawing(), counted(), telling(), closing(),
	)
}

// Player tells the story step by step and can go on where it was interrupted.
type Player struct {
	Stage *Stage
	Out   io.Writer

	steps  []Step
	next   atomic.Int32 // of the steps; read by whoever watches
	Passed int
	Failed []string
}

// NewPlayer is at the beginning.
func NewPlayer(stage *Stage, out io.Writer) *Player {
	return &Player{Stage: stage, Out: out, steps: Steps()}
}

// Total is the number of steps.
func (p *Player) Total() int { return len(p.steps) }

// Played is the number of steps that are behind, well or not.
func (p *Player) Played() int { return int(p.next.Load()) }

// Done tells whether the story is told.
func (p *Player) Done() bool { return p.Played() == len(p.steps) }

// Play goes on from where it was to the end, one line a step. A step that fails is counted and the next is played; when the
// instance is gone it stops with ErrGone, and the step is played again next time.
func (p *Player) Play(ctx context.Context) error {
	for !p.Done() {
		step := p.steps[p.Played()]
		what, err := step.Play(ctx, p.Stage)
		if gone(err) || ctx.Err() != nil {
			return fmt.Errorf("step %d, %s: %w", p.Played()+1, step.Name, err)
		}
		number := p.next.Add(1)
		if err != nil {
			p.Failed = append(p.Failed, fmt.Sprintf("%d %s: %v", number, step.Name, err))
			p.say("FAIL  %2d %s: %v", number, step.Name, err)
			continue
		}
		p.Passed++
		p.say("ok  %2d %s: %s", number, step.Name, what)
	}
	return nil
}

// Tell plays the whole story and prints the last line. An instance that goes away fails the step it was at.
func (p *Player) Tell(ctx context.Context) bool {
	for !p.Done() {
		if err := p.Play(ctx); err != nil {
			number := p.next.Add(1)
			p.Failed = append(p.Failed, err.Error())
			p.say("FAIL  %2d %v", number, err)
			if ctx.Err() != nil {
				break
			}
		}
	}
	p.say("demo: %d of %d steps", p.Passed, p.Total())
	return p.Passed == p.Total()
}

func (p *Player) say(format string, words ...any) {
	_, _ = fmt.Fprintf(p.Out, format+"\n", words...) // whoever listened has gone
}
