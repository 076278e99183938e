// Package journey walks the product in a real browser: what a person sees at the width of a telephone and of a desk, with
// JavaScript and without, with a keyboard alone. The command beside it takes the pictures of the documentation on the same way.
//
// It needs Chromium; DANCHU_CHROMIUM names it where it is not found by itself.
package journey
