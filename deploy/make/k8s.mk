# The chart on a real cluster, on demand: deploy/k8s-test/README.md.

.PHONY: k8s-test
k8s-test: $(BIN)/helm ## install the chart on a cluster, play the demo, lose pods, upgrade, uninstall (several minutes)
	@K8S_LOCAL_DIR="$(or $(K8S_LOCAL_DIR),../shared/k8s)" REGISTRY="$(REGISTRY)" deploy/k8s-test/run
