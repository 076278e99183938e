// Package ooxml writes a page of simple XHTML as a Word document (ECMA-376): paragraphs, tables, bold and italic words,
// pictures and page breaks on A4. It knows no more than the forms of internal/forms use, and refuses what it does not know,
// so that a form never comes out of Word with something missing.
//
// The standard library writes it: a document is a zip of a few XML parts. docs/decisions/0022 says why no library does.
package ooxml
