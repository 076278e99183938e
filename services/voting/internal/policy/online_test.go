package policy_test

import "github.com/danchu-platform/danchu/services/platform/authz/authztest"

// online adds what voting online is asked about. Casting, receipts and logs are nobody's: they are asked about nothing.
func online(resources map[string][]authztest.Resource) {
	for _, action := range []string{"RecordOptIn", "ListParticipants"} {
		resources[action] = votes
	}
}
