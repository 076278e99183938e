// Package lawbook reads the rules of package law from YAML.
//
// It stands apart so that law itself stays plain standard library. A file holds
// defaults (document, effective_from) and any of: rules, grounds, one
// catalogue. An unknown word, a missing basis, an unknown unit or two versions
// in force on one day stop the program at its start, with the file, the line
// and the rule named: a law that was mistyped must not run.
package lawbook
