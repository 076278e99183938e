// Package files takes in, keeps and hands out what people attach: decisions as
// PDF, photographs of notice boards, minutes, tables.
//
// An upload is streamed to a spool file while it is counted and hashed, its
// content is looked at (never only its name or the type the browser claims),
// scanned when a clamd is configured, and only then stored under its own
// SHA-256. What could act on a reader's machine is refused: pages and scripts in
// disguise, macros, documents that fetch others, files that are two kinds at
// once, archives that swell.
//
// The uploader gets a signed handle, bound to the person and short-lived; a
// service that receives the handle verifies it and keeps the file's key. Files
// leave as attachments that no browser runs (Serve).
//
// What this does not do: it does not clean documents. A file that passed may
// still lie; it only cannot run.
package files
