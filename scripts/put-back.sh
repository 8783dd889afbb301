#!/usr/bin/env bash
# Puts a fault that the acting code once had back into it, and runs the test that must find it.
#   scripts/put-back.sh D7     that one: exit 0 where its test fails, as it must
#   scripts/put-back.sh --all  each that is kept, in turn
#   scripts/put-back.sh --check  whether each patch still applies; builds nothing
# The faults stand in scripts/put-back/index.tsv, with their tests; the working copy is left as it is.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd -P)
kept="$root/scripts/put-back"

fail() {
  echo "put-back: $1" >&2
  exit 2
}

line_of() {
  grep -P "^$1\t" "$kept/index.tsv" || fail "there is no fault $1; there are $(cut -f1 "$kept/index.tsv" | paste -sd' ')"
}

put_back() { # FAULT: 0 where the test finds it or where it cannot be put back, 1 where it does not
  local line test what copy log status
  line=$(line_of "$1")
  test=$(cut -f2 <<< "$line")
  what=$(cut -f3 <<< "$line")
  if [ "$test" = - ]; then
    echo "$1  $what"
    return 0
  fi
  copy=$(mktemp -d)
  git -C "$root" archive HEAD | tar -x -C "$copy"
  (cd "$copy" && git apply "$kept/$1.patch") || fail "the patch of $1 does not apply any more"
  log="$copy/build.log"
  status=0
  (cd "$copy" && mvn -B -q -pl functions test "-Dtest=$test" -Dcheckstyle.skip -Dsurefire.failIfNoSpecifiedTests=false) > "$log" 2>&1 || status=$?
  if [ "$status" != 0 ] && grep -q 'There are test failures' "$log"; then
    echo "$1  found by $test: $what"
    rm -rf "$copy"
    return 0
  fi
  [ "$status" = 0 ] || { tail -20 "$log" >&2; fail "$1 did not get as far as its test"; }
  echo "$1  NOT FOUND by $test: $what"
  rm -rf "$copy"
  return 1
}

case "${1:-}" in
  --check)
    cut -f1,2 "$kept/index.tsv" | while IFS=$'\t' read -r fault test; do
      [ "$test" = - ] || git -C "$root" apply --check "$kept/$fault.patch" || fail "the patch of $fault does not apply any more"
    done
    ;;
  --all)
    status=0
    for fault in $(cut -f1 "$kept/index.tsv"); do
      put_back "$fault" || status=1
    done
    exit $status
    ;;
  D[0-9]*) put_back "$1" ;;
  *) fail "needs a fault such as D9, --all or --check" ;;
esac
