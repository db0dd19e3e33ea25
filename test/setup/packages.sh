#!/usr/bin/env bash
# Installs the named Debian packages; those named as trixie:NAME come from the release after this machine's.
# It brings its own apt configuration, so the machine's sources, pins and package lists stay as they are.
set -euo pipefail

[ "$(id -u)" = 0 ] || exec sudo "$0" "$@"

stable=() newer=()
for package in "$@"; do
  case $package in
    trixie:*) newer+=("${package#trixie:}") ;;
    *) stable+=("$package") ;;
  esac
done

private=$(mktemp -d /tmp/landfall-apt.XXXXXX)
policy=/usr/sbin/policy-rc.d
made_policy=
cleanup() {
  rm -rf "$private"
  [ -z "$made_policy" ] || rm -f "$policy"
}
trap cleanup EXIT
chmod 755 "$private"

"$(dirname "$0")/mirror.sh" >"$private/sources.list"
if [ ${#newer[@]} -gt 0 ]; then
  mirror=$(awk '$3 == "bookworm" { print $2; exit }' "$private/sources.list")
  [ -n "$mirror" ] || { echo "packages.sh: only Debian bookworm can take these from trixie: ${newer[*]}" >&2; exit 1; }
  echo "deb $mirror trixie main" >>"$private/sources.list"
  # Only the named packages: the rest of trixie, runc and tini among it, needs a newer libc.
  printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n\nPackage: %s\nPin: release n=trixie\nPin-Priority: 990\n' \
    "${newer[*]}" >"$private/preferences"
fi
. "$(dirname "$0")/private-apt.sh"
private_apt "$private"
export DEBIAN_FRONTEND=noninteractive

# Debian starts a service when it installs one; 101 is how policy-rc.d says no.
if [ ! -e "$policy" ]; then
  made_policy=yes
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

apt-get -qq update
apt-get -qq install -y --no-install-recommends "${stable[@]}" "${newer[@]}" >"$private/log" 2>&1 ||
  { cat "$private/log" >&2; exit 1; }
