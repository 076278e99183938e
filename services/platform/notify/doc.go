// Package notify tells people and programs what happened: by mail, by signed
// webhook, and in the portal's inbox.
//
// A notice is inserted in the transaction of the change it tells of, with a key
// that makes a repeat one notice. A job delivers it and tries again for about
// three days. What was said is made from a template and the parameters at
// delivery; the log of attempts says only how each went.
//
// A delivery may happen twice if the program dies between sending and noting:
// mails keep their Message-ID and webhooks their webhook-id, so that receivers
// can tell.
//
// Recipients and parameters are personal data: they are in the tables until
// Prune, and never in logs, traces or events.
package notify
