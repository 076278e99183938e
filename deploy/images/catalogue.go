package main

// An image is what goes into one container image: a Go program, and for PostgreSQL a root file system around it.
type image struct {
	name    string   // repository name, without registry
	title   string   // one line for people who list images
	module  string   // folder of the Go module, from the repository's root
	program string   // package of the program in that module
	args    []string // default arguments
	ports   []string // documentation for people and tools; opens nothing
	root    func() ([]entry, error)
	stop    string // signal that ends it; the system's own (TERM) when empty
	demo    bool   // used by the chart's demo profile only
}

// catalogue lists every image. A new service is one line here, one short file in the chart, and nothing else.
var catalogue = []image{
	{name: "danchu-gateway", title: "Danchu: the public edge", module: "gateway", program: "./cmd/gateway", args: []string{"serve"}, ports: []string{"8080/tcp", "8081/tcp"}},
	{name: "danchu-directory", title: "Danchu: units, people, roles, calendar", module: "services/directory", program: "./cmd/directory", args: []string{"serve"}, ports: []string{"9090/tcp", "8081/tcp"}},
	{name: "danchu-disclosure", title: "Danchu: what must be public, and by when", module: "services/disclosure", program: "./cmd/disclosure", args: []string{"serve"}, ports: []string{"9090/tcp", "8081/tcp"}},
	{name: "danchu-voting", title: "Danchu: what people decide together", module: "services/voting", program: "./cmd/voting", args: []string{"serve"}, ports: []string{"9090/tcp", "8081/tcp"}},
	{name: "danchu-issuer", title: "Danchu: the demo's sign-in page", module: "deploy/standalone", program: "./cmd/issuer", args: []string{"serve"}, ports: []string{"18090/tcp"}, demo: true},
	{name: "danchu-seed", title: "Danchu: fills the demo province", module: "deploy/standalone", program: "./cmd/seed", demo: true},
	{name: "danchu-nats", title: "NATS with JetStream, for the demo profile", module: "deploy/images", program: "github.com/nats-io/nats-server/v2", ports: []string{"4222/tcp", "8222/tcp"}, demo: true},
	// SIGTERM would let PostgreSQL wait for its clients to leave, SIGINT rolls back what they have open and ends.
	{name: "danchu-postgres", title: "PostgreSQL from Debian's package, for the demo profile", module: "deploy/images", program: "./postgres-entry", root: postgresRoot, ports: []string{"5432/tcp"}, stop: "SIGINT", demo: true},
}

// named returns the images with these names, or all.
func named(names []string) ([]image, error) {
	if len(names) == 0 {
		return catalogue, nil
	}
	var found []image
	for _, name := range names {
		i := indexOf(name)
		if i < 0 {
			return nil, &unknownImage{name}
		}
		found = append(found, catalogue[i])
	}
	return found, nil
}

func indexOf(name string) int {
	for i, candidate := range catalogue {
		if candidate.name == name || candidate.name == "danchu-"+name {
			return i
		}
	}
	return -1
}

type unknownImage struct{ name string }

func (e *unknownImage) Error() string {
	known := ""
	for _, img := range catalogue {
		known += " " + img.name
	}
	return "there is no image " + e.name + "; there are" + known
}
