#!/usr/bin/env bash
# How long `repave status` takes against a running local cloud, and what an idle cloud keeps resident.
# Usage: benchmarks/tool.sh [runs]      Needs nothing but the tool itself. Use an otherwise idle machine.
set -euo pipefail

runs=${1:-15}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=$(mktemp -d)
export REPAVE_HOME=$home
finish() {
  "$root/repave" local stop >/dev/null || true
  chmod -R u+w "$home" && rm -rf "$home"
}
trap finish EXIT

"$root/repave" local start >/dev/null
"$root/repave" status >/dev/null

times=()
for ((i = 0; i < runs; i++)); do
  begin=$(date +%s%N)
  "$root/repave" status >/dev/null
  times+=($((($(date +%s%N) - begin) / 1000000)))
done
mapfile -t sorted < <(printf '%s\n' "${times[@]}" | sort -n)
printf 'repave status, %d runs: median %d ms, fastest %d ms, slowest %d ms\n' \
  "$runs" "${sorted[$((runs / 2))]}" "${sorted[0]}" "${sorted[$((runs - 1))]}"

pid=$("$root/repave" local status --output json | sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' | head -n 1)
sleep 10
awk '/^VmRSS/ { printf "idle local cloud, both environments open, no machines: %d MB resident\n", $2 / 1024 }' "/proc/$pid/status"
