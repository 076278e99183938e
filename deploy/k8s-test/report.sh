# What held and what did not. Sourced by run.

NAMES=() RESULTS=() NOTES=()

say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }
die() { printf 'k8s-test: %s\n' "$*" >&2; exit 1; }

# holds NAME COMMAND...: runs it, remembers how it ended; its output goes to a log, its last line into the table.
holds() {
  local name=$1 began=$SECONDS log result=pass
  shift
  log=$LOGS/$(printf '%02d' ${#NAMES[@]})-$(tr -cs 'a-z0-9\n' '-' <<< "${name,,}" | cut -c1-40).log
  say "$name"
  "$@" > "$log" 2>&1 || result=FAIL
  NAMES+=("$name") RESULTS+=("$result") NOTES+=("$(( SECONDS - began )) s  $(tail -n 1 "$log" | cut -c1-90)")
  [ "$result" = pass ] || { say "FAILED, from $log:"; tail -n 15 "$log" | sed 's/^/         /'; }
  [ "$result" = pass ]
}

# wait_for SECONDS COMMAND...
wait_for() {
  local end=$(( SECONDS + $1 ))
  shift
  until "$@" > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { echo "waited in vain for: $*"; "$@"; return 1; }
    sleep 0.5
  done
}

table() {
  local i failed=0
  printf '\n%-52s %-5s %s\n' "what" "" "time, last word"
  for i in "${!NAMES[@]}"; do
    printf '%-52s %-5s %s\n' "${NAMES[$i]}" "${RESULTS[$i]}" "${NOTES[$i]}"
    [ "${RESULTS[$i]}" = pass ] || failed=$(( failed + 1 ))
  done
  printf '\nk8s-test: %d of %d held\n' $(( ${#NAMES[@]} - failed )) "${#NAMES[@]}"
  [ "$failed" = 0 ] && [ "${#NAMES[@]}" -gt 0 ]
}
