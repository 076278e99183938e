// Package config reads a program's settings from its environment into a struct, once, in main.
//
// A setting is a field with an `env` tag; its variable is DANCHU_ and the tag's name. Every field has a default beside
// it or a usable zero value, or says `required`. Secrets have the type [Secret], which no log or print can spell out.
//
//	type Config struct {
//		Database  config.Secret `env:"DATABASE_URL, required"`
//		GRPCAddr  string        `env:"GRPC_ADDR, default=:9090"`
//		DrainWait time.Duration `env:"DRAIN_WAIT, default=5s"`
//	}
//
// Any variable may instead be given as a file: DANCHU_DATABASE_URL_FILE names a file whose content (less one final line
// break) is the value, which is how a cluster hands out secrets. Giving both is refused.
//
// A struct, or a struct within it, that has `Validate() error` is asked after reading. All faults are told at once.
package config
