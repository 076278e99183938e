package voting

import "context"

// Sequence places and signs once what the sequencer does all the time.
func (s *Service) Sequence(ctx context.Context) error {
	_, err := s.logs.Sequence(ctx)
	return err
}

// RunLogs sequences until ctx ends, without the rest of the background work.
func (s *Service) RunLogs(ctx context.Context) error { return s.logs.Run(ctx) }
