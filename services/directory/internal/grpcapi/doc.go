// Package grpcapi is the surface of the directory: each RPC decodes, asks who
// may, calls one action and encodes. Refusals of the rules become faults in one
// switch (fault.go); their sentences are in messages.vi.yaml and messages.en.yaml.
package grpcapi
