// Command danchu is the whole product in one process, with a demo province.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // Asia/Ho_Chi_Minh, also where the machine has no zones

	"github.com/danchu-platform/danchu/deploy/standalone"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

func main() {
	cfg := standalone.Config{Progress: os.Stdout}
	level := slog.LevelWarn
	flag.StringVar(&cfg.Dir, "dir", ".danchu/data", "folder of database, events, files and keys")
	flag.StringVar(&cfg.HTTPAddr, "http", "127.0.0.1:8080", "portal, console and REST")
	flag.StringVar(&cfg.GRPCAddr, "grpc", "127.0.0.1:9090", "gRPC of all services")
	flag.BoolVar(&cfg.Empty, "empty", false, "leave out the demo province")
	flag.IntVar(&cfg.HouseholdsPerVillage, "households", 70, "households made up for each village of the demo")
	flag.TextVar(&level, "log", level, "what to log: DEBUG, INFO, WARN, ERROR")
	flag.Parse()
	// A provider outside is set as in a cluster: DANCHU_OIDC_ISSUER, DANCHU_OIDC_CLIENT_ID, DANCHU_OIDC_CLIENT_SECRET(_FILE).
	if err := config.Load(context.Background(), &cfg.OIDC, os.Environ()); err != nil {
		fmt.Fprintf(os.Stderr, "danchu: %v\n", err)
		os.Exit(1)
	}
	cfg.Log = telemetry.NewLog(os.Stderr, level)

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	// A second signal finds no handler and ends the process at once.
	context.AfterFunc(ctx, stop)
	fmt.Println("Danchu, bản chạy thử")
	err := standalone.Run(ctx, cfg, func(portal string) {
		fmt.Printf("\n  Cổng thông tin   %s\n  Bàn làm việc     %s/console\n  Hộp thư thử      %s/demo/mailbox\n  gRPC             %s\n\n  %s Dừng bằng Ctrl+C.\n\n",
			portal, portal, portal, cfg.GRPCAddr, signIn(cfg))
	})
	if err != nil && ctx.Err() == nil {
		fmt.Fprintf(os.Stderr, "\ndanchu: %v\n", err)
		os.Exit(1)
	}
}

// signIn says how one signs in.
func signIn(cfg standalone.Config) string {
	if cfg.OIDC.Issuer != "" {
		return "Đăng nhập qua " + cfg.OIDC.Issuer + "."
	}
	return "Đăng nhập rồi chọn một nhân vật."
}
