package charts_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/promql/parser"
	"go.yaml.in/yaml/v3"
)

type rule struct {
	Alert       string
	Expr        string
	Labels      map[string]string
	Annotations map[string]string
}

func alerts(t *testing.T) []rule {
	t.Helper()
	var file struct {
		Groups []struct{ Rules []rule }
	}
	if err := yaml.Unmarshal([]byte(read(t, root, "deploy/observability/alerts.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Groups) == 0 || len(file.Groups[0].Rules) == 0 {
		t.Fatal("no rules")
	}
	return file.Groups[0].Rules
}

func TestEveryAlertHasItsRunbook(t *testing.T) {
	known := map[string]bool{"README": true}
	index := read(t, root, "deploy/runbooks/README.md")
	for _, r := range alerts(t) {
		known[r.Alert] = true
		if r.Annotations["summary"] == "" || r.Labels["severity"] == "" {
			t.Errorf("%s lacks a summary or a severity", r.Alert)
		}
		if !strings.HasSuffix(r.Annotations["runbook_url"], "/deploy/runbooks/"+r.Alert+".md") {
			t.Errorf("%s links %q", r.Alert, r.Annotations["runbook_url"])
		}
		text := read(t, root, "deploy/runbooks", r.Alert+".md")
		for _, part := range []string{"# " + r.Alert + "\n", "## What fired\n", "## How to see it\n", "## What to do\n"} {
			if !strings.Contains(text, part) {
				t.Errorf("%s.md lacks %q", r.Alert, strings.TrimSpace(part))
			}
		}
		if !strings.Contains(index, "("+r.Alert+".md)") {
			t.Errorf("deploy/runbooks/README.md does not list %s", r.Alert)
		}
	}
	files, err := os.ReadDir(filepath.Join(root, "deploy/runbooks"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(file.Name(), ".md"); !known[name] {
			t.Errorf("deploy/runbooks/%s.md answers no alert", name)
		}
	}
}

// others are the metrics that our programs do not name themselves, with where they come from. An import path must be
// found in our code; the last two are the cluster's.
var others = map[string]string{
	"rpc_server_call_duration_seconds": "go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc",
	"pgxpool_":                         "github.com/exaring/otelpgx",
	"process_":                         "github.com/prometheus/client_golang/prometheus/collectors",
	"up":                               "",
	"kube_job_":                        "",
}

var instrument = regexp.MustCompile(`(?:Int64|Float64)\w+\("(danchu\.[a-z.]+)"([^\n]*)`)

func TestEveryMetricExists(t *testing.T) {
	code := source(t, "services/platform", "services", "gateway")
	ours := map[string]bool{}
	for _, m := range instrument.FindAllStringSubmatch(code, -1) {
		name := strings.ReplaceAll(m[1], ".", "_")
		if strings.Contains(m[2], `WithUnit("s")`) {
			name += "_seconds"
		}
		ours[name] = true
	}
	for where, expr := range expressions(t) {
		parsed, err := parser.NewParser(parser.Options{}).ParseExpr(expr)
		if err != nil {
			t.Errorf("%s: %v in %s", where, err, expr)
			continue
		}
		parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
			if selector, is := node.(*parser.VectorSelector); is && !ours[selector.Name] && !foreign(code, selector.Name) {
				t.Errorf("%s: no program exports %s", where, selector.Name)
			}
			return nil
		})
	}
}

func foreign(code, metric string) bool {
	for prefix, origin := range others {
		if strings.HasPrefix(metric, prefix) && strings.Contains(code, origin) {
			return true
		}
	}
	return false
}

// expressions are those of the alerts and of the dashboard, by where they stand.
func expressions(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, r := range alerts(t) {
		all[r.Alert] = r.Expr
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr, RefID string }
		}
	}
	if err := json.Unmarshal([]byte(read(t, root, "deploy/observability/dashboard.json")), &dashboard); err != nil {
		t.Fatal(err)
	}
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			all["dashboard, "+panel.Title+" "+target.RefID] = strings.ReplaceAll(target.Expr, "$namespace", "danchu")
		}
	}
	if len(all) < 15 {
		t.Fatalf("only %d expressions found", len(all))
	}
	return all
}
