package gateway

// Files is where uploads go and downloads come from.
type Files interface{}
