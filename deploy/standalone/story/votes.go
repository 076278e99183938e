package story

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
)

// voted is what the chapters on voting leave for one another.
type voted struct {
	votes    map[string]*votingv1.Vote // by the story's word for them
	asks     map[string]proto.Message  // by request id: what is sent again after the instance died must be the same
	roll     map[string]string         // households by their number on the roll
	drawings map[string]*drawing       // by who votes
}

func (s *Stage) voting() *voted {
	if s.ballots == nil {
		s.ballots = &voted{
			votes: map[string]*votingv1.Vote{}, asks: map[string]proto.Message{}, roll: map[string]string{}, drawings: map[string]*drawing{},
		}
	}
	return s.ballots
}

// request is the request with an id: the one that was made before, or a new one.
func (s *Stage) request(id string, build func(id string) (proto.Message, error)) (proto.Message, error) {
	v := s.voting()
	if v.asks[id] != nil {
		return v.asks[id], nil
	}
	ask, err := build(id)
	if err == nil {
		v.asks[id] = ask
	}
	return ask, err
}

// draftVote begins a vote and keeps it under a word.
func (s *Stage) draftVote(ctx context.Context, who, word, place string, build func() *votingv1.CreateVoteRequest) error {
	b, err := s.as(ctx, who)
	if err != nil {
		return err
	}
	ask, err := s.request(s.id(place), func(id string) (proto.Message, error) {
		ask := build()
		ask.RequestId = id
		return ask, nil
	})
	if err != nil {
		return err
	}
	made := &votingv1.Vote{}
	title := ask.(*votingv1.CreateVoteRequest).GetTitle() //nolint:forcetypeassert // it was made above
	err = b.do(ctx, change{
		method: http.MethodPost, path: "/v1/votes", id: s.id(place), mark: title, ask: ask, into: made, named: made.GetName, seen: made.GetEtag,
	})
	if err == nil && word != "" {
		s.voting().votes[word] = made
	}
	return err
}

// vote is one of the story's votes as those who prepare it see it now.
func (s *Stage) vote(ctx context.Context, word string) (*votingv1.Vote, error) {
	known := s.voting().votes[word]
	if known == nil {
		return nil, errMissing
	}
	b, err := s.as(ctx, villageHead)
	if err != nil {
		return nil, err
	}
	now := &votingv1.Vote{}
	if err := b.get(ctx, "/v1/"+known.GetName(), nil, now); err != nil {
		return nil, err
	}
	s.voting().votes[word] = now
	return now, nil
}

// onVote asks for something about a vote; path is what follows its name. build gets the vote as it stands.
func (s *Stage) onVote(ctx context.Context, who, word, place, path string, into proto.Message, build func(v *votingv1.Vote, id string) proto.Message) error {
	b, err := s.as(ctx, who)
	if err != nil {
		return err
	}
	if s.voting().votes[word] == nil {
		return errMissing
	}
	ask, err := s.request(s.id(place), func(id string) (proto.Message, error) {
		v, err := s.vote(ctx, word)
		if err != nil {
			return nil, err
		}
		return build(v, id), nil
	})
	if err != nil {
		return err
	}
	name := s.voting().votes[word].GetName()
	c := change{method: http.MethodPost, path: "/v1/" + name + path, id: s.id(place), ask: ask, into: into, named: func() string { return name }, seen: func() string { return "" }}
	if v, whole := into.(*votingv1.Vote); whole {
		c.seen = v.GetEtag
	}
	return b.do(ctx, c)
}

// moveVote takes one of the moves of a vote and keeps what it has become.
func (s *Stage) moveVote(ctx context.Context, who, word, place, verb string, build func(v *votingv1.Vote, id string) proto.Message) error {
	now := &votingv1.Vote{}
	err := s.onVote(ctx, who, word, place, ":"+verb, now, build)
	if err == nil {
		s.voting().votes[word] = now
	}
	return err
}

// households reads the roll of a vote once: its twelve households by their number.
func (s *Stage) households(ctx context.Context, word string) (map[string]string, error) {
	v := s.voting()
	if len(v.roll) > 0 {
		return v.roll, nil
	}
	if v.votes[word] == nil {
		return nil, errMissing
	}
	b, err := s.as(ctx, villageHead)
	if err != nil {
		return nil, err
	}
	var list votingv1.ListRollEntriesResponse
	if err := b.get(ctx, "/v1/"+v.votes[word].GetName()+"/roll", url.Values{"page_size": {"100"}}, &list); err != nil {
		return nil, err
	}
	for _, one := range list.GetEntries() {
		v.roll[one.GetCode()] = one.GetHousehold()
	}
	if list.GetTotal() != everybody || len(v.roll) != everybody {
		return nil, fmt.Errorf("%d households on the roll, %d of them read, want %d", list.GetTotal(), len(v.roll), everybody)
	}
	return v.roll, nil
}

// numbered are the households from one number on the village's roll up to another.
func numbered(roll map[string]string, from, to int) []string {
	var names []string
	for i := from; i <= to; i++ {
		names = append(names, roll[fmt.Sprintf("CB-%02d", i)])
	}
	return names
}

// inState fails unless the vote stands there.
func (s *Stage) inState(word string, state votingv1.VoteState) error {
	if v := s.voting().votes[word]; v.GetState() != state {
		return fmt.Errorf("%s is %s, want %s", v.GetName(), v.GetState(), state)
	}
	return nil
}
