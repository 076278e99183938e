package voting_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz/decision"
)

// directory is the service outside this one, speaking its contract: rolls of villages for those who look after them, and the
// caller's own household. Services do not import each other, so the real one cannot be started here.
type directory struct {
	directoryv1.UnimplementedHouseholdServiceServer
	directoryv1.UnimplementedPersonServiceServer

	mu    sync.Mutex
	rolls map[string][]*directoryv1.Household
	mine  map[string]*directoryv1.Household
	reads map[string][]string // subject: villages read
}

// readers are those directory lets read a village's roll.
var readers = map[string][]string{
	village:      {head, villageMTTQ, officer, chair},
	otherVillage: {otherHead, otherFront, officer, chair},
}

func newDirectory() *directory {
	d := &directory{rolls: map[string][]*directoryv1.Household{}, mine: map[string]*directoryv1.Household{}, reads: map[string][]string{}}
	for v, n := range map[string]int{village: 120, otherVillage: 10} {
		for i := range n {
			d.rolls[v] = append(d.rolls[v], household(v, i))
		}
	}
	d.mine[citizen] = d.rolls[village][6]
	return d
}

func household(v string, i int) *directoryv1.Household {
	place := 1
	if v == otherVillage {
		place = 2
	}
	return &directoryv1.Household{
		Name: fmt.Sprintf("households/00000000-0000-7000-800%d-%012d", place, i), Village: "units/" + v, Code: fmt.Sprintf("%03d", i+1),
		Address: fmt.Sprintf("Ngõ %d", i+1), ValidFrom: "2025-07-01",
		Representative: &directoryv1.Representative{Person: &directoryv1.Person{FullName: fmt.Sprintf("Người Đại Diện %d", i+1)}},
	}
}

// Register adds the services to a server.
func (d *directory) Register(r grpc.ServiceRegistrar) {
	directoryv1.RegisterHouseholdServiceServer(r, d)
	directoryv1.RegisterPersonServiceServer(r, d)
}

func (d *directory) ListHouseholds(ctx context.Context, req *directoryv1.ListHouseholdsRequest) (*directoryv1.ListHouseholdsResponse, error) {
	decision.Record(ctx, "ListHouseholds")
	d.mu.Lock()
	defer d.mu.Unlock()
	v, who := req.GetParent()[len("units/"):], authn.From(ctx).Subject
	allowed := false
	for _, reader := range readers[v] {
		allowed = allowed || reader == who
	}
	if !allowed {
		return nil, status.Error(codes.PermissionDenied, "not yours")
	}
	d.reads[who] = append(d.reads[who], v)
	from, _ := strconv.Atoi(req.GetPageToken()) // "" is the beginning
	all := d.rolls[v]
	to := min(from+int(req.GetPageSize()), len(all))
	response := &directoryv1.ListHouseholdsResponse{Households: all[from:to], TotalSize: int64(len(all))}
	if to < len(all) {
		response.NextPageToken = strconv.Itoa(to)
	}
	return response, nil
}

func (d *directory) GetMe(ctx context.Context, _ *directoryv1.GetMeRequest) (*directoryv1.Me, error) {
	decision.Record(ctx, "GetMe")
	d.mu.Lock()
	defer d.mu.Unlock()
	who := authn.From(ctx).Subject
	return &directoryv1.Me{Subject: who, Household: d.mine[who]}, nil
}
