package gateway

import (
	"context"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1" // their messages must be known by name
	_ "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/portal"
	"github.com/danchu-platform/danchu/services/platform/bus"
)

// forget drops the kept pages an event makes untrue. A change of the directory
// may show anywhere (a name in every list), and is rare: it drops everything.
func (g *Gateway) forget(_ context.Context, event bus.Event) {
	var tags []string
	switch bus.Service(event.Type) {
	case "disclosure":
		tags = []string{portal.TagDisclosures()}
		if id := subjectOf(event, "publication_id"); id != "" {
			tags = append(tags, portal.TagPublication(id))
		}
	case "voting":
		tags = []string{portal.TagVotes()}
		if id := subjectOf(event, "vote_id"); id != "" {
			tags = append(tags, portal.TagVote(id))
		}
	default:
		g.cache.Clear()
		return
	}
	if event.Unit != "" {
		tags = append(tags, portal.TagUnit(event.Unit))
	}
	g.cache.Forget(tags...)
}

// subjectOf reads what an event is about, whatever the fact: all disclosure facts name
// it publication_id, all facts about a vote vote_id.
func subjectOf(event bus.Event, name protoreflect.Name) string {
	if kind, err := protoregistry.GlobalTypes.FindMessageByName(messageName(event.Type)); err == nil {
		fact := kind.New()
		if field := kind.Descriptor().Fields().ByName(name); field != nil && proto.Unmarshal(event.Data, fact.Interface()) == nil {
			return fact.Get(field).String()
		}
	}
	return ""
}

// messageName is the message an event type carries:
// danchu.disclosure.v1.publication_published → danchu.disclosure.v1.PublicationPublished.
func messageName(eventType string) protoreflect.FullName {
	at := strings.LastIndexByte(eventType, '.') + 1
	var name strings.Builder
	for word := range strings.SplitSeq(eventType[at:], "_") {
		if word != "" {
			name.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return protoreflect.FullName(eventType[:at] + name.String())
}
