#!/usr/bin/env bash
# Runs a program of this repository's tests on Node 24, with everything that it needs installed first.
# usage: run.sh [--no-docker] PROGRAM [ARGUMENT...]     PROGRAM is a TypeScript file, or a command
set -euo pipefail
cd "$(dirname "$0")/../.."

docker=yes
if [ "${1:-}" = --no-docker ]; then
  docker=no
  shift
fi

[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error >&2
export PATH="$PWD/node_modules/.bin:$PATH"
test/setup/programs.sh >&2
if [ "$docker" = yes ]; then
  test/setup/docker.sh >&2
  PATH="$(test/setup/docker-path.sh)$PATH"
fi

case $1 in
  *.ts) exec node "$@" ;;
  *) exec "$@" ;;
esac
