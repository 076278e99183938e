// Package app holds the actions of the directory, one file each: what is read
// from the store, which rule of the domain decides, what is left behind. It
// knows no transport and no SQL; who may do an action is decided before it.
package app
