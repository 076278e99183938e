// Package grpcapi is the surface of voting: decode, call one action, encode. Texts are cleaned here (NFC, no control
// characters) so that nothing behind it meets anything else, and refusals of the rules become faults in one switch.
package grpcapi
