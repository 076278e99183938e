// Package vntext repairs and compares Vietnamese text.
//
// The same name reaches the product in many writings: composed or decomposed,
// with the Icelandic Ð in place of Đ, with the tone on one vowel or its
// neighbour (Hòa, Hoà), with invisible characters, or in one of the encodings
// that were in use before Unicode (TCVN3, VNI, VISCII, windows-1258). Clean gives
// the one writing that is stored; NameKey says whether two names are the same
// name; Fold is for finding by typing without diacritics and is no key: Thành
// and Thạnh fold to the same letters but are two names.
package vntext
