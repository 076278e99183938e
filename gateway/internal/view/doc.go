// Package view turns typed values into pages.
//
// One page is one template file, one Go struct and one [Page]. The skeleton
// (templates/skeleton.html) and the shared parts (templates/parts.html) are parsed
// together with each page, once per language, so two pages can define the same block
// without meeting. A page is rendered into memory first and written after: a
// fault in the middle of a template is an error page, never half a page.
//
// To add a page, copy three things with the same words:
//
//	internal/portal/templates/<noun>/<verb>.html   {{define "title"}}…{{end}} {{define "main"}}…{{end}}
//	internal/portal/<noun>_<verb>.go               the struct, the handler
//	internal/portal/portal.go                      one line: the address
//
// Words come from message files by {{t "key" "name" value}}. Every key used in a
// template is looked up when the template is loaded, so a missing sentence stops
// the program (and the first test) instead of reaching a reader.
package view
