// Package pagecache keeps public pages ready to send: rendered once per change,
// compressed, with their length and validator. A template per request costs ten
// times a kept page, and on the day a commune is in the news the same page is
// asked for all day.
//
// What makes a kept page safe:
//
//   - Only requests without a session or a waiting notice are answered from here, and only
//     pages rendered for nobody in particular are put in.
//   - The key is the language and the address, and only an address in its canonical spelling is kept, so
//     nobody can fill the memory with /disclosures?x=1, ?x=2 …
//   - Each page carries tags (its unit, its publication, "latest"). An event drops the pages of its tags;
//     a page whose making began before an event is sent but not kept, because it may show the state before.
//   - If events do not arrive, a page is at most TTL old.
//   - Memory is bounded; pages nobody asked for since the last round go first.
package pagecache
