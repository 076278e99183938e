// Package run is the life and death of a program: the whole of every cmd/<name>/main.go.
//
//	func main() {
//		run.Service(run.Spec{
//			Name: "disclosure", Summary: "what must be public, and by when",
//			Config: &cfg, Migrations: disclosure.Migrations, Messages: disclosure.Messages,
//			Open: func(ctx context.Context, p *run.Parts) (run.Door, error) { … },
//		})
//	}
//
// A program says what it needs and does not start without it. Parts are opened in the order written in open.go; if the
// fifth cannot be opened, the first four are closed. It stops in this order:
//
//	a signal, or a part that failed
//	  → readiness turns red, while everything still serves
//	  → wait (DANCHU_DRAIN_WAIT) until load balancers have turned away; after a failure there is no wait
//	  → servers finish the calls they have (at most DANCHU_STOP_WAIT) and stop
//	  → background work is told to end, and is waited for
//	  → parts are closed, the last opened first
//
// This package alone reads the environment, catches signals and ends the process; nothing below it does. A second
// signal ends the process at once.
package run
