package domain_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// The pack is hashed in one way that anybody can repeat: the SHA-256 of the text, which names each rule's version, value
// and article, and no titles.
func TestPackIsHashedCanonically(t *testing.T) {
	t.Parallel()
	p := pack(t, village(1, domain.Decide))
	text := p.Canonical()
	sum := sha256.Sum256([]byte(text))
	if p.Hash != hex.EncodeToString(sum[:]) {
		t.Error("the hash is not that of the text")
	}
	for _, line := range []string{
		"danchu.voting.v1.rule_pack\t2026-11-21\tvillage,village.item1,village.item1.decide\n",
		"voting.threshold.contributions@2023-07-01\t2/3\tshare\thouseholds\t\tĐiều 21 khoản 1 Luật 10/2022/QH15\n",
		"voting.meeting.secretary@2023-08-15\t>1/2\tshare\tattending\t\tĐiều 3 khoản 5 điểm a Nghị định 59/2023/NĐ-CP\n",
		"voting.decision.send@2023-07-01\t5\tworking_days\t\twithin\tĐiều 20 khoản 3 Luật 10/2022/QH15\n",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%q is missing in\n%s", line, text)
		}
	}
	if strings.Contains(text, "voting.threshold.majority") || strings.Contains(text, "voting.form.online") {
		t.Error("rules of other matters")
	}
	stored, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back domain.Pack
	if err := json.Unmarshal(stored, &back); err != nil || back.Check() != nil || back.Canonical() != text {
		t.Errorf("a stored pack is not the same: %v", err)
	}
	for i := range back.Rules {
		if back.Rules[i].ID == "voting.threshold.contributions" {
			back.Rules[i].Share = law.Share{Num: 1, Den: 2}
		}
	}
	refused(t, back.Check(), domain.PackAltered)
}

// A change of law reaches a vote that is drafted, not one that was announced (law §1.1).
func TestPackFollowsTheLawOfItsDay(t *testing.T) {
	t.Parallel()
	m := village(4, domain.Elect)
	before, err := domain.PackFor(book(t), m, day("2026-05-25"))
	if err != nil {
		t.Fatal(err)
	}
	after, err := domain.PackFor(book(t), m, day("2026-05-26"))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := before.Rule("voting.election.head_term"); ok {
		t.Error("Nghị định 185/2026/NĐ-CP is in force from 26/5/2026 (Điều 20)")
	}
	if n, ok := after.Number("voting.election.head_term"); !ok || n != 60 {
		t.Errorf("term of %d months", n)
	}
	if before.Hash == after.Hash {
		t.Error("another law, another hash")
	}
}

// Điều 15, 21.1: which matter belongs to which circle.
func TestMatters(t *testing.T) {
	t.Parallel()
	for scope, want := range map[domain.Scope]int{domain.Village: 2 + 2 + 3 + 6 + 1, domain.Commune: 2, domain.Agency: 6} {
		all := domain.Matters(scope)
		if len(all) != want {
			t.Errorf("%s: %d matters, want %d", scope, len(all), want)
		}
		for _, m := range all {
			if err := m.Check(); err != nil {
				t.Error(err)
			}
			titled := false
			for _, rule := range pack(t, m).Rules {
				titled = titled || strings.HasPrefix(rule.ID, "voting.matter.")
			}
			if !titled {
				t.Errorf("%+v has no clause of the law", m)
			}
		}
	}
	for item := 3; item <= 6; item++ {
		refused(t, commune(item).Check(), domain.MatterNotOfScope)
	}
	refused(t, village(7, domain.Decide).Check(), domain.MatterNotOfScope)
	refused(t, village(1, domain.Elect).Check(), domain.KindNotOfMatter)
	refused(t, domain.Matter{Scope: domain.Village, Item: 5, Kind: domain.Elect}.Check(), domain.FieldRequired)
}
