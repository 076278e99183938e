package run_test

import (
	"context"
	"errors"

	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/run"
)

// A service's main lists what it needs; all of them look like this.
func ExampleService() {
	var cfg struct {
		PersonKey config.Secret `env:"PERSON_KEY, required"`
	}
	// func main() {
	run.Service(run.Spec{
		Name:    "disclosure",
		Summary: "what must be public, and by when",
		Config:  &cfg,
		Open: func(context.Context, *run.Parts) (run.Door, error) {
			return nil, errors.New("make the door out of its parts here")
		},
	})
	// }
}
