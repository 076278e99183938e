// Package story plays what the first issue of the product promises, from the first visitor to the withdrawn publication,
// against any running instance. It knows nothing but the public address: it reads pages, calls REST and signs people in
// through whatever issuer the instance sends it to, as long as that issuer shows the demo's list of people.
//
// The story is a list of steps in chapters. Each telling uses words of its own, so it can be told any number of times to the
// same instance. A step may be played again after the instance died in the middle of it: every change carries a request id
// made of the telling and the place in the story, and an answer that was received is never asked for twice. That is what the
// tests that kill the process rest on.
package story
