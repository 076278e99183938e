// Package i18n holds what Danchu says to people, in Vietnamese first and English second.
//
// Words live in message files beside the code that says them, one file per language, named by their language
// (messages.vi.yaml, messages.en.yaml). A file maps keys to sentences; nested maps are joined by dots; a
// placeholder is a name in braces:
//
//	UNIT_NOT_FOUND: "Không tìm thấy đơn vị {unit}."
//
// [Load] refuses files that are not each other's translation: a key missing in a language or a placeholder known to one
// language only is an error, so a forgotten sentence fails the first test that loads it and never reaches a reader.
package i18n
