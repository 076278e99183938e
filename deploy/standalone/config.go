package standalone

import (
	"io"
	"log/slog"
)

// Config says where the one process keeps its things and where it listens.
type Config struct {
	// Dir holds database, events, files and keys. It is made on the first start.
	Dir string
	// HTTPAddr is the portal, console and REST, e.g. "127.0.0.1:8080". Loopback only.
	HTTPAddr string
	// GRPCAddr is every service's gRPC, e.g. "127.0.0.1:9090". Loopback only.
	GRPCAddr string
	// Empty leaves out the demo province.
	Empty bool
	// HouseholdsPerVillage is how many households the demo makes up for each village.
	HouseholdsPerVillage int
	// Log receives what the programs say; nil is silence.
	Log *slog.Logger
	// Progress receives one line for each step of the start, for the person who waits.
	Progress io.Writer
}
