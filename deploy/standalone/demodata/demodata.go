// Package demodata holds the demo province: real villages and documents,
// and the name parts from which its households are put together. PROVENANCE.md
// says where each file comes from.
package demodata

import "embed"

// Files are the tables and documents, by the names PROVENANCE.md gives them.
//
//go:embed *.csv *.yaml documents/*.txt
var Files embed.FS
