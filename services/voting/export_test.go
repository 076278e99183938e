package voting

import "context"

// Look does once what the periodic job does.
func (s *Service) Look(ctx context.Context) error { return s.actions.SweepAll(ctx) }
