package jobs

import (
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// quietDriver is River's driver without NOTIFY. PollOnly alone is not enough: it
// stops a client from listening, while inserts go on notifying.
type quietDriver struct {
	*riverpgxv5.Driver
}

var _ riverdriver.Driver[pgx.Tx] = quietDriver{}

func (quietDriver) SupportsListener() bool     { return false }
func (quietDriver) SupportsListenNotify() bool { return false }
