// Package postgres keeps the directory in PostgreSQL. It is the only room that
// knows SQL: the tables are in migrations, the named queries in queries, and
// sqlcgen is generated from both. Invariants that must hold whatever the program
// does are constraints; their names are translated back into the rules' refusals
// in refusal.go.
package postgres
