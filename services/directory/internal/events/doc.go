// Package events is the news of the directory: each fact of the domain becomes
// one message of danchu.directory.v1 on the stream DIRECTORY. The goldens in
// testdata are what other services rely on; a diff there is a change of the API.
// Facts about households carry ids, counts and digests, never a person.
package events
