// Package pg is the one door to PostgreSQL: it opens the pool, opens and closes
// transactions, and brings a database to the schema the program needs.
//
// Every service has a database of its own, and in it three families of tables:
// the platform's (prefix platform_, goose table goose_platform), River's
// (prefix river_) and the service's own (goose table goose_<service>).
//
// Leadership and migrations use session-level advisory locks, so a pooler in
// transaction mode must not stand between a service and its database.
package pg
