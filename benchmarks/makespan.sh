#!/usr/bin/env bash
# How long it takes to roll many fleets, some of them at a time, against the shortest that is possible, with one process and
# with two, on the double of AWS, which throttles by the published rates. Usage: benchmarks/makespan.sh [FLEETS] [AT-A-TIME]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -ntp -q -Pquick -pl src/aws -am test -Dtest=MakespanTest -Dgroups=thorough-only -DexcludedGroups= \
  -Drepave.aws.fleets="${1:-60}" -Drepave.aws.fleets.at-a-time="${2:-20}" -Dsurefire.failIfNoSpecifiedTests=false
