#!/usr/bin/env bash
# Prints this machine's own release and updates as apt source lines, from apt's configuration; works before the first apt-get update.
set -euo pipefail

codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
apt-get update --print-uris |
  sed -nE "s|^'(.*)/dists/($codename[^/']*)/InRelease'.*|deb \1 \2 main|p"
