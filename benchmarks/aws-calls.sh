#!/usr/bin/env bash
# Counts the calls to AWS that rollouts cost, 1, 10 and 100 fleets at once, on the double of AWS,
# which throttles by the published rates. Usage: benchmarks/aws-calls.sh [FLEETS]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -ntp -q -pl src/aws -am test -Dtest=AwsCallsTest -Drepave.aws.fleets="${1:-100}" \
  -Dsurefire.failIfNoSpecifiedTests=false
