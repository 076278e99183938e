package gateway_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/embedded"
)

// A page shows a publication from its event on, not from the end of its TTL.
func TestAnEventRenewsThePagesItConcerns(t *testing.T) {
	broker, stop, err := embedded.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	s := newStageWith(t, func(d *gateway.Deps) { d.Events = broker }, func(c *gateway.Config) { c.PageCacheTTL = time.Hour })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := broker.EnsureStream(ctx, "disclosure"); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.gateway.Serve(ctx, listener) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()

	const address = "/disclosures/" + publicationID
	s.page(s.get(address), 200).says("h1", s.fixed.title)
	s.fixed.setTitle("Tiêu đề đã đính chính")
	fact, err := proto.Marshal(&disclosurev1.PublicationCorrected{PublicationId: publicationID, Unit: "08584@2025-07-01"})
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for n := uint64(1); ; n++ { // the watch may begin after the first event
		_, err := broker.Publish(ctx, []bus.Event{{
			ID: "e" + time.Now().String(), Type: "danchu.disclosure.v1.publication_corrected", Source: "danchu/disclosure",
			Subject: "publications/" + publicationID, Unit: "08584@2025-07-01", Sequence: n, Time: now, Data: fact,
		}})
		if err != nil {
			t.Fatal(err)
		}
		if answer := s.get(address); answer.Code == http.StatusOK && s.page(answer, 200).hasText("h1", "Tiêu đề đã đính chính") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the page still shows the old title")
		}
	}
}

// A vote's page shows its state from the event on.
func TestAVoteRenewsItsPage(t *testing.T) {
	broker, stop, err := embedded.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	s := newStageWith(t, func(d *gateway.Deps) { d.Events = broker }, func(c *gateway.Config) { c.PageCacheTTL = time.Hour })
	s.fixed.clerk.answers = map[string]proto.Message{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := broker.EnsureStream(ctx, "voting"); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.gateway.Serve(ctx, listener) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	const address = "/votes/" + voteID
	s.page(s.get(address), 200).says(".state", "Đang biểu quyết")
	s.vote(aVote(votingv1.VoteState_VOTE_STATE_IN_EFFECT))
	fact, err := proto.Marshal(&votingv1.VoteSettled{VoteId: voteID, Unit: "08584.001@2025-07-01"})
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for n := uint64(1); ; n++ { // the watch may begin after the first event
		_, err := broker.Publish(ctx, []bus.Event{{
			ID: "v" + time.Now().String(), Type: "danchu.voting.v1.vote_settled", Source: "danchu/voting",
			Subject: "votes/" + voteID, Unit: "08584.001@2025-07-01", Sequence: n, Time: now, Data: fact,
		}})
		if err != nil {
			t.Fatal(err)
		}
		if s.page(s.get(address), 200).hasText(".state", "Có hiệu lực") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the page still shows the old state")
		}
	}
}
