package voting

import (
	"fmt"
	"net/url"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/issuer"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres"
)

// Quiet are the methods of which no call is traced or logged: casting, whose caller must stay nobody, and drawing, whose hour
// beside the order of the public log would tell which ballot followed it.
var Quiet = []string{
	votingv1.OnlineService_CastBallot_FullMethodName, votingv1.OnlineService_DrawCredential_FullMethodName,
	votingv1.OnlineService_DrawAssistedCredential_FullMethodName,
}

// proofs makes what proves a vote: the sequencer of the logs, and voting online over them.
func proofs(cfg Config, deps Deps) (*tlog.Sequencer, *app.Online, error) {
	portal, err := url.Parse(cfg.PublicURL)
	if err != nil || portal.Host == "" || portal.Scheme != "https" && portal.Scheme != "http" {
		return nil, nil, fmt.Errorf("DANCHU_PUBLIC_URL %q: the logs of votes are named by it; want scheme://host, such as https://danchu.phutho.gov.vn", cfg.PublicURL)
	}
	keys, err := tlog.ParseKeys(cfg.LogKeys.Reveal())
	if err != nil {
		return nil, nil, fmt.Errorf("DANCHU_LOG_KEYS: %w", err)
	}
	sealer, err := issuer.NewSealer(cfg.BallotSecret.Reveal())
	if err != nil {
		return nil, nil, fmt.Errorf("DANCHU_BALLOT_SECRET: %w", err)
	}
	sequencer := tlog.NewSequencer(deps.DB, keys, deps.Log)
	online, err := app.NewOnline(postgres.NewBoxes(deps.DB, sequencer), deps.Clock, portal.Host, keys, sealer)
	return sequencer, online, err
}
