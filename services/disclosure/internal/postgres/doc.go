// Package postgres is the store of disclosure, and the only room that knows SQL. Migrations and queries are files; sqlc
// turns the queries into sqlcgen. One transaction of Store.Change holds the rows, the messages, the audit entries, the
// notices and the jobs of a change.
package postgres
