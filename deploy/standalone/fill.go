package standalone

import (
	"context"
	"fmt"

	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/deploy/standalone/seed"
)

// fill makes the demo province as soon as the services have their catalogues. It is
// safe after an interruption: what is there already is not made again.
func (h *house) fill(ctx context.Context, conn *grpc.ClientConn, say *progress) error {
	err := seed.Run(ctx, seed.Deps{
		Directory: conn, Disclosure: conn, Mint: h.minter.Mint, PersonKey: []byte(h.keys.person),
		Households: h.cfg.HouseholdsPerVillage, Step: say.step,
	})
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("filling the demo province: %w", err)
	}
	say.say("Tỉnh mẫu đã sẵn sàng.")
	return nil
}
