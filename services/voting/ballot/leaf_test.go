package ballot

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"strings"
	"testing"
)

const vote = "0198c0de-0000-7000-8000-00000000000a"

func someLeaves(t testing.TB) []Leaf {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := FormatKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	sum := strings.Repeat("0a", 32)
	token, salt := Token{1, 2, 3}, [SaltSize]byte{9}
	c := Commit(vote, token, Agree, salt)
	return []Leaf{
		VoteLeaf{
			Vote: vote, Form: "ONLINE", Method: "SECRET_BALLOT", RulesSHA256: sum, Households: 61,
			Threshold: Threshold{Rule: "voting.online.threshold@2023-08-15", Share: ">1/2", Of: "households", Total: 61, Needed: 31},
			Options:   Answers(), Key: base64.StdEncoding.EncodeToString(spki),
		},
		VoteLeaf{
			Vote: vote, Form: "MEETING", Method: "SHOW_OF_HANDS", RulesSHA256: sum, Households: 61,
			Threshold: Threshold{Rule: "voting.threshold.contributions@2023-07-01", Share: "2/3", Of: "households", Total: 61, Needed: 41},
			Options:   Answers(),
		},
		BallotLeaf{c},
		ClosedLeaf{Ballots: 1, Credentials: 2},
		OpeningLeaf{Commitment: c, Token: token, Signature: make([]byte, 256), Choice: Agree, Salt: salt},
		OpeningLeaf{Commitment: CommitOpen(vote, "a,b", salt), Choice: "a,b", Salt: salt},
		KeyDestroyedLeaf{sum},
		ResultLeaf{Participants: 2, Counts: []Count{{Agree, 1}, {"DISAGREE", 0}, {"OTHER", 0}}, NotReturned: 1, Needed: 31},
		ResultLeaf{Elected: []string{"a"}},
		DecisionLeaf{sum},
	}
}

// Every leaf reads back as it was, and no other spelling of it is read.
func TestLeavesHaveOneForm(t *testing.T) {
	for _, leaf := range someLeaves(t) {
		text := leaf.Line()
		back, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !bytes.Equal(back.Line(), text) {
			t.Fatalf("%s came back as %s", text, back.Line())
		}
		for name, other := range map[string][]byte{
			"a space":         bytes.Replace(text, []byte(`,"`), []byte(`, "`), 1),
			"a line feed":     append(bytes.Clone(text), '\n'),
			"a field more":    append(bytes.Clone(text[:len(text)-1]), `,"x":1}`...),
			"an escape":       bytes.Replace(text, []byte(`"t":"`), []byte(`"\u0074":"`), 1),
			"one byte less":   text[:len(text)-1],
			"capital letters": bytes.ToUpper(text),
		} {
			if got, err := Parse(other); err == nil {
				t.Errorf("%s: %s is read as %s", name, other, got.Line())
			}
		}
	}
}

// What is written in one form may still be nonsense.
func TestLeavesThatCannotBe(t *testing.T) {
	all := someLeaves(t)
	secret := all[0].(VoteLeaf)
	opening := all[4].(OpeningLeaf)
	for name, leaf := range map[string]Leaf{
		"a vote without uuid":     with(secret, func(l *VoteLeaf) { l.Vote = "1" }),
		"no form":                 with(secret, func(l *VoteLeaf) { l.Form = "POST" }),
		"no method":               with(secret, func(l *VoteLeaf) { l.Method = "LOUD" }),
		"rules of another length": with(secret, func(l *VoteLeaf) { l.RulesSHA256 = "00" }),
		"more than all":           with(secret, func(l *VoteLeaf) { l.Households = MaxHouseholds + 1 }),
		"no options":              with(secret, func(l *VoteLeaf) { l.Options = nil }),
		"doubled options":         with(secret, func(l *VoteLeaf) { l.Options = []string{"a", "a"} }),
		"an option with a comma":  with(secret, func(l *VoteLeaf) { l.Options = []string{"a,b"} }),
		"no key":                  with(secret, func(l *VoteLeaf) { l.Key = "" }),
		"no DER":                  with(secret, func(l *VoteLeaf) { l.Key = "AAAA" }),
		"a key in the open":       with(secret, func(l *VoteLeaf) { l.Method = "OPEN_BALLOT" }),
		"a tab in the rule":       with(secret, func(l *VoteLeaf) { l.Threshold.Rule += "\t" }),
		"below nothing":           with(secret, func(l *VoteLeaf) { l.Threshold.Needed = -1 }),
		"ballots below nothing":   ClosedLeaf{Ballots: -1},
		"no commitment":           BallotLeaf{"00"},
		"no choice":               with(opening, func(l *OpeningLeaf) { l.Choice = "" }),
		"a choice with a quote":   with(opening, func(l *OpeningLeaf) { l.Choice = `a"` }),
		"a short signature":       with(opening, func(l *OpeningLeaf) { l.Signature = make([]byte, 128) }),
		"a digest of a digit":     KeyDestroyedLeaf{"0"},
		"a result below nothing":  ResultLeaf{Participants: -1},
		"a count below nothing":   ResultLeaf{Counts: []Count{{"a", -1}}},
		"no digest":               DecisionLeaf{},
	} {
		if _, err := Parse(leaf.Line()); err == nil {
			t.Errorf("%s: %s is read", name, leaf.Line())
		}
	}
}

func with[L Leaf](leaf L, change func(*L)) Leaf {
	change(&leaf)
	return leaf
}

// Whatever a server sends: no panic, and what is read is written back the same.
func FuzzParse(f *testing.F) {
	for _, leaf := range someLeaves(f) {
		f.Add(leaf.Line())
	}
	f.Fuzz(func(t *testing.T, entry []byte) {
		leaf, err := Parse(entry)
		if err == nil && !bytes.Equal(leaf.Line(), entry) {
			t.Fatalf("%q is read as %q", entry, leaf.Line())
		}
	})
}

func TestCommitments(t *testing.T) {
	token, salt := Token{1}, [SaltSize]byte{2}
	c := Commit(vote, token, Agree, salt)
	// printf 'danchu.voting.v1.ballot\n%s\n%s\n%s\n%s\n' … | sha256sum
	if want := Commitment("6d4e8320179b6516bf137aed9c641b11d8ed2ad5fcffc63b7d61585cfac834b9"); c != want {
		t.Errorf("the commitment is %s, with public tools %s", c, want)
	}
	for name, other := range map[string]Commitment{
		"choice": Commit(vote, token, "OTHER", salt), "token": Commit(vote, Token{2}, Agree, salt),
		"salt": Commit(vote, token, Agree, [SaltSize]byte{3}), "vote": Commit(vote[:35]+"b", token, Agree, salt),
		"open": CommitOpen(vote, Agree, salt),
	} {
		if other == c {
			t.Errorf("another %s, the same commitment", name)
		}
	}
	if _, err := ParseCommitment(strings.ToUpper(string(c))); err == nil {
		t.Error("capital digits are read")
	}
}

func TestPromises(t *testing.T) {
	c := Commit(vote, Token{}, Agree, [SaltSize]byte{})
	text := PromiseText(vote, c)
	if v, back, err := ParsePromise(text); err != nil || v != vote || back != c {
		t.Fatalf("%s %s %v", v, back, err)
	}
	for _, other := range []string{"", text + "\n", strings.TrimSuffix(text, "\n"), "x" + text, strings.ReplaceAll(text, vote, "7")} {
		if _, _, err := ParsePromise(other); err == nil {
			t.Errorf("%q is read as a promise", other)
		}
	}
}

func TestChoices(t *testing.T) {
	answers := Options{Options: Answers()}
	election := Options{Options: []string{"c1", "c2", "c3"}, Seats: 2}
	for _, c := range []struct {
		options Options
		choice  string
		ok      bool
	}{
		{answers, "AGREE", true},
		{answers, "OTHER", true},
		{answers, "", false},
		{answers, "agree", false},
		{answers, "AGREE,OTHER", false},
		{answers, "AGREE\n", false},
		{answers, strings.Repeat("A", 401), false},
		{election, "c1", true},
		{election, "c1,c3", true},
		{election, "c3,c1", false},
		{election, "c1,c1", false},
		{election, "c1,c2,c3", false},
		{election, "c1,", false},
		{election, "c4", false},
	} {
		chosen, err := c.options.Parse(c.choice)
		if (err == nil) != c.ok || c.ok && strings.Join(chosen, ",") != c.choice {
			t.Errorf("%q: %q, %v", c.choice, chosen, err)
		}
	}
}

func TestSharesAreExact(t *testing.T) {
	for _, c := range []struct {
		share        string
		total, needs int
	}{
		{"2/3", 61, 41},
		{"2/3", 60, 40},
		{">1/2", 61, 31},
		{">1/2", 60, 31},
		{"1/2", 60, 30},
		{"1/1", 3, 3},
		{"2/3", 10_000_000, 6_666_667},
	} {
		if n, err := Needed(c.share, c.total); err != nil || n != c.needs {
			t.Errorf("%s of %d needs %d, not %d, %v", c.share, c.total, c.needs, n, err)
		}
	}
	for _, share := range []string{"", "1", "0/2", "3/2", ">2/2", "1/0", "-1/2", "≥ 2/3"} {
		if n, err := Needed(share, 60); err == nil {
			t.Errorf("%q is read as a share: %d", share, n)
		}
	}
}
