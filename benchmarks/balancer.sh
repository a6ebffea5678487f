#!/usr/bin/env bash
# Compares the local provider's load balancer with HAProxy in one run: TLS in (EC P-256, keep-alive)
# and TLS out to the same two backends, an answer of about 500 bytes, wrk with 64 connections.
#
# Needs haproxy and wrk (Debian: apt-get install haproxy wrk), a JDK 17 and Maven.
# Usage: benchmarks/balancer.sh [seconds per run, default 10] [rounds, default 2]
set -euo pipefail

seconds=${1:-10}
rounds=${2:-2}
# The JVM compiles what is hot; HAProxy has only its connections to open.
warm_up=25
connections=64
backends=(18481 18482)
haproxy_port=18443
balancer_port=18444
jvm=(-Xmx128m -XX:+UseSerialGC)

root=$(cd "$(dirname "$0")/.." && pwd)
for tool in haproxy wrk java mvn; do
  command -v "$tool" > /dev/null || {
    echo "benchmarks/balancer.sh needs $tool, which is not on the PATH" >&2
    exit 1
  }
done

work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do
    kill "$pid" 2> /dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

mvn -q -B -ntp -f "$root/pom.xml" -pl src/local -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test > "$work/maven.log" || {
  cat "$work/maven.log" >&2
  exit 1
}
classpath="$root/src/local/target/classes:$root/src/local/target/test-classes:$(cat "$work/classpath")"
bench=com.pharmaserv.repave.local.balancer.BalancerBench
java -cp "$classpath" "$bench" prepare "$work"

body=$(printf 'x%.0s' $(seq 500))
defaults="
global
  nbthread 2
  maxconn 4096
  ssl-default-bind-options ssl-min-ver TLSv1.2
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout http-keep-alive 60s
"
{
  echo "$defaults"
  for port in "${backends[@]}"; do
    echo "frontend backend$port"
    echo "  bind 127.0.0.1:$port ssl crt $work/server.pem alpn http/1.1"
    echo "  http-request return status 200 content-type text/plain string $body"
  done
} > "$work/backends.cfg"
{
  echo "$defaults"
  echo "frontend front"
  echo "  bind 127.0.0.1:$haproxy_port ssl crt $work/server.pem alpn http/1.1"
  echo "  option forwardfor"
  echo "  default_backend machines"
  echo "backend machines"
  echo "  balance leastconn"
  echo "  http-reuse always"
  for port in "${backends[@]}"; do
    echo "  server m$port 127.0.0.1:$port ssl verify required ca-file $work/ca.pem verifyhost localhost"
  done
} > "$work/haproxy.cfg"

haproxy -q -db -f "$work/backends.cfg" &
pids+=($!)
haproxy -q -db -f "$work/haproxy.cfg" &
haproxy_pid=$!
pids+=("$haproxy_pid")
mkfifo "$work/stop"
java "${jvm[@]}" -cp "$classpath" "$bench" serve "$work" "$balancer_port" "${backends[@]}" \
  < "$work/stop" > "$work/balancer.out" 2>&1 &
balancer_pid=$!
pids+=("$balancer_pid")
exec 9> "$work/stop"
for _ in $(seq 200); do
  grep -q ready "$work/balancer.out" && break
  sleep 0.1
done
grep -q ready "$work/balancer.out" || {
  cat "$work/balancer.out" >&2
  exit 1
}

memory() { awk -v key="$2:" '$1 == key {print int($2 / 1024)}' "/proc/$1/status"; }
# CPU of the process so far, in clock ticks: unlike rates, comparable on a busy machine.
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
per_request() {
  awk -v ticks="$1" -v hertz="$(getconf CLK_TCK)" -v rate="$2" -v seconds="$seconds" \
    'BEGIN {printf "%.0f", ticks / hertz * 1e6 / (rate * seconds)}'
}
load() { wrk -t1 -c"$connections" -d"$2s" --latency "https://localhost:$1/"; }
figures() {
  awk '/99%/ {p99 = $2} /Requests\/sec/ {rate = $2} /Socket errors/ {errors = $0}
    /Non-2xx/ {errors = errors $0} END {printf "%.0f %s %s\n", rate, p99, errors}'
}

sleep 2
idle=$(memory "$balancer_pid" VmRSS)
load "$haproxy_port" 2 > /dev/null
load "$balancer_port" "$warm_up" > /dev/null
row='%-6s %13s %9s %7s %15s %9s %7s %6s\n'
# shellcheck disable=SC2059
printf "$row" round 'haproxy req/s' p99 'CPU us' 'balancer req/s' p99 'CPU us' ratio
for round in $(seq "$rounds"); do
  before=$(ticks "$haproxy_pid")
  read -r theirs their_p99 their_errors < <(load "$haproxy_port" "$seconds" | figures)
  their_cpu=$(per_request $(($(ticks "$haproxy_pid") - before)) "$theirs")
  before=$(ticks "$balancer_pid")
  read -r ours our_p99 our_errors < <(load "$balancer_port" "$seconds" | figures)
  our_cpu=$(per_request $(($(ticks "$balancer_pid") - before)) "$ours")
  ratio=$(awk -v a="$ours" -v b="$theirs" 'BEGIN {printf "%.2f", a / b}')
  # shellcheck disable=SC2059
  printf "$row" "$round" "$theirs" "$their_p99" "$their_cpu" "$ours" "$our_p99" "$our_cpu" "$ratio"
  [ -z "$their_errors$our_errors" ] || echo "errors: haproxy '$their_errors' ours '$our_errors'"
done
echo "balancer JVM (${jvm[*]}): idle $idle MiB, peak $(memory "$balancer_pid" VmHWM) MiB;" \
  "haproxy peak $(memory "$haproxy_pid" VmHWM) MiB"
exec 9>&-
wait "$balancer_pid" || true
tail -1 "$work/balancer.out"
