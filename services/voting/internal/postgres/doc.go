// Package postgres is the store of voting, and the only room that knows SQL. Migrations and queries are files, numbered by
// room (0000x vote, 0001x meeting, 0002x paper, 0003x initiative, 0004x online); sqlc turns the queries into sqlcgen. One
// transaction of Store.Change holds the rows, the messages, the audit entries, the notices and the jobs of a change.
package postgres
