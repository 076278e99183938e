package recount

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// checkRules compares the published rules with the digest that was put into the log
// before anybody voted, and the threshold with the rules.
func checkRules(b *book, page Page, l ballot.VoteLeaf) {
	defer b.looked(RulesFrozen)
	sum := sha256.Sum256([]byte(page.Rules.Canonical))
	if got := hex.EncodeToString(sum[:]); got != l.RulesSHA256 || page.Rules.SHA256 != l.RulesSHA256 {
		b.broke(RulesFrozen, "rules_differ", "published", got, "in_log", l.RulesSHA256)
		return
	}
	found := false
	for line := range strings.Lines(page.Rules.Canonical) {
		found = found || strings.HasPrefix(line, l.Threshold.Rule+"\t"+l.Threshold.Share+"\t")
	}
	if !found {
		b.broke(RulesFrozen, "share_not_in_rules", "rule", l.Threshold.Rule, "share", l.Threshold.Share)
	}
	if l.Threshold.Of == "households" && l.Threshold.Total != l.Households {
		b.broke(RulesFrozen, "total_differs", "total", number(l.Threshold.Total), "households", number(l.Households))
	}
	if l.Threshold.Total == 0 {
		return // of those attending: the result tells how many
	}
	if needed, err := ballot.Needed(l.Threshold.Share, l.Threshold.Total); err != nil || needed != l.Threshold.Needed {
		b.broke(RulesFrozen, "needed_wrong", "written", number(l.Threshold.Needed), "needed", number(needed),
			"share", l.Threshold.Share, "total", number(l.Threshold.Total))
	}
}
