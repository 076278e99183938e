package law

import "embed"

// Files holds the national rules, catalogues and grounds as they are kept:
// rules/*.yaml. Package lawbook reads them.
//
//go:embed rules/*.yaml
var Files embed.FS
