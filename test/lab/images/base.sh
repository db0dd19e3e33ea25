#!/usr/bin/env bash
# Makes the Debian image that the lab's images start from, under the name given: from Debian's packages where debootstrap
# is installed, else from the image registry.
set -euo pipefail

name=$1
if ! command -v debootstrap >/dev/null; then
  docker pull --quiet debian:bookworm-slim >/dev/null
  docker tag debian:bookworm-slim "$name"
  exit
fi

mirror=$("$(dirname "$0")/../../setup/mirror.sh" | awk '$3 == "bookworm" { print $2; exit }')
root=$(mktemp -d /tmp/landfall-base.XXXXXX)
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
tar -C "$root" --exclude=./var/cache/apt --exclude=./var/lib/apt/lists --exclude=./usr/share/doc --exclude=./usr/share/locale -c . |
  docker import - "$name" >/dev/null
