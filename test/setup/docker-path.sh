#!/usr/bin/env bash
# Prints what has to stand before PATH, with a colon after it, so that `docker` is one that has buildx; nothing if it is that already.
set -euo pipefail

docker buildx version >/dev/null 2>&1 && exit 0
IFS=:
for folder in $PATH; do
  if [ -x "$folder/docker" ] && "$folder/docker" buildx version >/dev/null 2>&1; then
    echo "$folder:"
    exit 0
  fi
done
echo "docker-path.sh: no docker on PATH has buildx" >&2
exit 1
