# Which cluster, and how images get into it. Sourced by run.

# use_cluster points kubectl and helm at the cluster and brings a local one up if there is none.
use_cluster() {
  if [ -n "${DANCHU_K8S_CONTEXT:-}" ]; then
    CONTEXT=(--context "$DANCHU_K8S_CONTEXT")
    HELM_CONTEXT=(--kube-context "$DANCHU_K8S_CONTEXT")
    load_image() { [ -z "${DANCHU_K8S_LOAD:-}" ] || $DANCHU_K8S_LOAD "$1"; }
  else
    local dir=${K8S_LOCAL_DIR:-../shared/k8s}
    [ -x "$dir/up" ] || die "no cluster: set DANCHU_K8S_CONTEXT, or K8S_LOCAL_DIR to the folder of a local cluster script (README.md)"
    LOCAL_CLUSTER=$(cd "$dir" && pwd)
    say "bringing up the local cluster (the first time builds it: up to half an hour)"
    "$LOCAL_CLUSTER/up" > "$LOGS/up.log" 2>&1 || { tail -n 5 "$LOGS/up.log" >&2; die "the local cluster, see $LOGS/up.log"; }
    # The script's last line says how to reach it: "... export KUBECONFIG=… PATH=…:$PATH".
    eval "$(sed -n 's/.*\(export KUBECONFIG=.*\)/\1/p' "$LOGS/up.log" | tail -n 1)"
    CONTEXT=() HELM_CONTEXT=()
    load_image() { "$LOCAL_CLUSTER/load-image" "$1" > "$LOGS/load-image.log" 2>&1; }
  fi
  command -v kubectl > /dev/null || die "kubectl is needed: https://kubernetes.io/docs/tasks/tools/"
  k version > "$LOGS/version.log" 2>&1 || { cat "$LOGS/version.log" >&2; die "the cluster does not answer"; }
}

k() { kubectl ${CONTEXT[@]+"${CONTEXT[@]}"} -n "$NAMESPACE" --request-timeout=30s "$@"; }
# For commands that take longer than a request.
k_long() { kubectl ${CONTEXT[@]+"${CONTEXT[@]}"} -n "$NAMESPACE" "$@"; }
h() { helm ${HELM_CONTEXT[@]+"${HELM_CONTEXT[@]}"} -n "$NAMESPACE" "$@"; }

# forward opens the Service's two ports on this machine. kubectl follows one pod, so it is opened anew after each loss.
forward() {
  unforward
  k_long port-forward service/danchu-gateway 18080:8080 18090:18090 > "$LOGS/forward.log" 2>&1 &
  FORWARD=$!
  wait_for 30 curl -fsS -o /dev/null "$URL/healthz"
}

unforward() {
  [ -z "${FORWARD:-}" ] || { kill "$FORWARD" 2> /dev/null || true; wait "$FORWARD" 2> /dev/null || true; }
  FORWARD=
}
