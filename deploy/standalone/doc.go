// Package standalone is the whole product in one process, for trying it out and
// for tests: the same doors as in a cluster, wired to a private PostgreSQL, an
// event broker without a listener and an in-memory network.
//
// It listens on the loopback interface only, brings its own identity provider
// with people who do not exist, and is not for real use: whoever reaches the
// machine can be anybody. What it keeps lives in one folder; removing the
// folder is a fresh start.
package standalone
