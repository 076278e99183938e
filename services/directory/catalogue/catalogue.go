// Package catalogue holds the national catalogues that come with the program,
// so that an installation knows every unit of the country from its first
// minute. PROVENANCE.md says where each file comes from.
package catalogue

import "embed"

// Files are the tables.
//
//go:embed *.csv
var Files embed.FS
