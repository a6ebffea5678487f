#!/usr/bin/env bash
# Publishes an image with Repave and with Packer's amazon-ebs to one emulated account of AWS, and counts the calls, bytes
# and seconds of both from outside: see packer.py. Needs what images need (src/docs/images.md), and packer (Debian:
# apt-get install packer). The first run fetches packages. Usage: benchmarks/packer.sh [runs of each, default 3]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
command -v packer > /dev/null || {
  echo "benchmarks/packer.sh needs packer, which is not on the PATH" >&2
  exit 1
}
python=$("$root/infra/src/test/moto/find-python")
exec "$python" "$root/benchmarks/packer.py" "${1:-3}"
