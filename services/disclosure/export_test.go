package disclosure

import "github.com/danchu-platform/danchu/services/disclosure/internal/app"

// Actions lets tests run the periodic looks without waiting for the clock of the queue.
func (s *Service) Actions() *app.Actions { return s.actions }
