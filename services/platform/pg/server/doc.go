// Package server runs a private PostgreSQL: one cluster in one folder, reached
// over a Unix socket only. The standalone program and the tests use it; in a
// cluster the database is somebody else's work.
//
// PostgreSQL refuses to run as root. Started as root, the server's programs run
// as an unprivileged user (postgres if there is one, else nobody), who owns
// the folder.
//
// The server outlives a killed parent on purpose: the next Start finds it
// running, takes it over and loses nothing.
package server
