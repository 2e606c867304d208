# For scripts that run many checks: `step "name" command...` prints one line for each and goes on
# after a failure; `finish` lists what failed and says how many passed. Sourced, not run.
passed=0
failed=0
faults=""
step_log=$(mktemp)
trap 'rm -f "$step_log"' EXIT

step() {
    step_name=$1
    shift
    step_start=$(date +%s)
    if "$@" >"$step_log" 2>&1 </dev/null; then
        passed=$((passed + 1))
        printf '  ok      %s (%ss)\n' "$step_name" "$(($(date +%s) - step_start))"
    else
        failed=$((failed + 1))
        faults="$faults
  - $step_name"
        printf '  FAILED  %s\n' "$step_name"
        sed 's/^/          /' "$step_log" | tail -n "${STEP_LINES:-60}"
    fi
}

finish() {
    [ "$failed" -eq 0 ] || printf 'Not in order:%s\n' "$faults"
    printf '%s passed, %s failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}
