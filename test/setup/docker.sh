#!/usr/bin/env bash
# Makes sure that a Docker engine with buildx answers on this machine, and that the tests find the programs they start.
# Where one answers already, as on GitHub's runners, it installs no engine. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")"

log=${LANDFALL_DOCKERD_LOG:-/var/log/landfall-dockerd.log}
PATH=$PATH:/usr/sbin:/sbin

has() { command -v "$1" >/dev/null; }
answers() { docker version >/dev/null 2>&1; }

wanted=()
has ip || wanted+=(iproute2)
has pgrep || wanted+=(procps)
has chromium || has google-chrome || wanted+=(chromium fonts-dejavu-core)
if ! answers; then
  has debootstrap || wanted+=(debootstrap)
  # Debian bookworm's own engine has no buildx.
  has dockerd || wanted+=(iptables trixie:docker.io trixie:docker-cli trixie:docker-buildx trixie:containerd)
fi
[ ${#wanted[@]} -eq 0 ] || ./packages.sh "${wanted[@]}"

if ! answers; then
  [ "$(id -u)" = 0 ] || { echo "docker.sh: no Docker engine answers, and only root can start one" >&2; exit 1; }
  # A machine that was switched off leaves these behind, and dockerd takes an unrelated process for its predecessor.
  pgrep -x dockerd >/dev/null || rm -f /var/run/docker.pid /run/docker/containerd/containerd.pid
  setsid dockerd >>"$log" 2>&1 </dev/null &
  for _ in $(seq 150); do
    answers && break
    sleep 0.2
  done
fi

answers || { echo "docker.sh: the Docker engine does not answer; the end of $log:" >&2; tail -n 20 "$log" >&2; exit 1; }
./docker-path.sh >/dev/null
