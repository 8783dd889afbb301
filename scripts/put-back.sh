#!/usr/bin/env bash
# Puts a fault that the acting code once had back into it, and runs the test that must find it.
#   scripts/put-back.sh D7       that one (several may be named): exit 0 where its test fails, as it must
#   scripts/put-back.sh --all    each of them, in turn
#   scripts/put-back.sh --check  whether each of D1 to D25 has a patch that applies and a test that is there; builds nothing
# The faults stand in scripts/put-back/index.tsv: name, module, test, what is wrong. All happens in a copy of the working tree, which is
# compiled once; then each patch costs the compilation of its own files and one run of one test.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd -P)
kept="$root/scripts/put-back"
copy=

fail() {
  echo "put-back: $1" >&2
  exit 2
}

line_of() {
  grep -P "^$1\t" "$kept/index.tsv" || fail "there is no fault $1; there are $(cut -f1 "$kept/index.tsv" | paste -sd' ')"
}

maven() { # ARGUMENTS, in the copy
  (cd "$copy" && mvn -B -pl functions,lab -am -Dcheckstyle.skip -Denforcer.skip "$@")
}

prepare() {
  copy=$(mktemp -d)
  trap 'rm -rf "$copy"' EXIT
  (cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 sh -c 'for each; do [ -e "$each" ] && printf "%s\0" "$each"; done' sh \
    | tar --null -T - -c) | tar -x -C "$copy"
  # Without the checks of the build: they are about the code as it is.
  maven compile resources:testResources dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmaven.main.skip \
    > "$copy/build.log" 2>&1 || { tail -20 "$copy/build.log" >&2; fail "the class paths are not known"; }
  # Maven itself may run on an older one than what it finds to compile with.
  for jdk in $(sed -n 's/.*Found [0-9]* possible jdks: \[\(.*\)\]$/\1/p' "$copy/build.log" | head -n 1 | tr ',' ' ') "${JAVA_HOME:-}"; do
    [ ! -x "$jdk/bin/javac" ] || [ "$("$jdk/bin/javac" -version | sed 's/javac \([0-9]*\).*/\1/')" -lt 21 ] || break
  done
  [ -x "$jdk/bin/javac" ] || fail "Maven found no JDK 21 or newer"
  for module in functions lab; do
    # shellcheck disable=SC2046
    compile "$module" classes $(cd "$copy" && find "$module/src/main/java" -name '*.java')
    # shellcheck disable=SC2046
    compile "$module" test-classes $(cd "$copy" && find "$module/src/test/java" -name '*.java')
  done
}

compile() { # MODULE classes|test-classes FILE...: over what is compiled already
  local module=$1 into=$2 path
  shift 2
  path="$copy/functions/target/classes:$copy/$module/target/classes:$(cat "$copy/$module/target/classpath")"
  mkdir -p "$copy/$module/target/$into"
  (cd "$copy" && "$jdk/bin/javac" -nowarn -proc:none -parameters -g --release 21 -d "$module/target/$into" -cp "$path" "$@") \
    > "$copy/javac.log" 2>&1 || { tail -20 "$copy/javac.log" >&2; fail "$module does not compile"; }
}

put_back() { # FAULT: 0 where its test finds it, 1 where it does not
  local line module test what files status found
  line=$(line_of "$1")
  module=$(cut -f2 <<< "$line")
  test=$(cut -f3 <<< "$line")
  what=$(cut -f4 <<< "$line")
  files=$(sed -n 's|^+++ b/||p' "$kept/$1.patch")
  (cd "$copy" && git apply "$kept/$1.patch") || fail "the patch of $1 does not apply any more"
  # shellcheck disable=SC2086
  compile "$module" classes $files
  status=0
  maven compile surefire:test@default-test -Dmaven.main.skip "-Dtest=$test" -Dsurefire.failIfNoSpecifiedTests=false \
    > "$copy/test.log" 2>&1 || status=$?
  found=$(grep -m1 -oE 'Tests run: [1-9][0-9]*, Failures: [0-9]+, Errors: [0-9]+' "$copy/test.log" || true)
  [ -n "$found" ] || { tail -20 "$copy/test.log" >&2; fail "$1 did not get as far as its test, $test"; }
  (cd "$copy" && git apply -R "$kept/$1.patch")
  # shellcheck disable=SC2086
  compile "$module" classes $files
  if [ "$status" != 0 ]; then
    echo "$1  found by $test: $what"
    return 0
  fi
  echo "$1  NOT FOUND by $test: $what"
  return 1
}

check() {
  local fault module test what class
  for number in $(seq 1 25); do
    grep -qP "^D$number\t" "$kept/index.tsv" || fail "D$number has no line in scripts/put-back/index.tsv"
  done
  while IFS=$'\t' read -r fault module test what; do
    [ -n "$what" ] || fail "the line of $fault lacks a module, a test or what is wrong"
    git -C "$root" apply --check "$kept/$fault.patch" || fail "the patch of $fault does not apply any more"
    class=$(find "$root/$module/src/test/java" -name "${test%%#*}.java")
    [ -n "$class" ] && grep -q "void ${test##*#}(" "$class" || fail "the test of $fault, $test, is not there in $module"
  done < "$kept/index.tsv"
}

case "${1:-}" in
  --check) check ;;
  --all | D[0-9]*)
    faults=$*
    [ "$1" != --all ] || faults=$(cut -f1 "$kept/index.tsv")
    for fault in $faults; do line_of "$fault" > /dev/null; done
    prepare
    status=0
    for fault in $faults; do put_back "$fault" || status=1; done
    exit $status
    ;;
  *) fail "needs faults such as D9, --all or --check" ;;
esac
