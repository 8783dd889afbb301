#!/usr/bin/env bash
# Puts faults into guards, policy and the rules about the database, and holds what the tests find against docs/testing.md ("Mutation"):
# exit 1 where a package finds less than 80 % or less than the page says, or a fault in a guard that no test finds stands there without a
# reason. A quarter of an hour on two cores; Maven itself on a JDK 21 or newer (JAVA_HOME).
#   scripts/mutation.sh [-DtargetClasses='io.auroraresponder.policy.*']
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -q -pl functions -am test-compile
mvn -B -pl functions -Pmutation org.pitest:pitest-maven:mutationCoverage "$@"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp functions/target/test-classes io.auroraresponder.mutation.MutationRecord functions/target/pit-reports/mutations.xml docs/testing.md
