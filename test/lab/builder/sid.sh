#!/usr/bin/env bash
# Lays packages of Debian sid over this system, without what they depend on: sid.sh PACKAGE...
# They are programs in Go that ask for no newer libc than bookworm's; what they start, such as runc, has to be there.
set -euo pipefail

private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT

/setup/mirror.sh | awk '{ print $1, $2, "sid", $4; exit }' >"$private/sources.list"
[ -s "$private/sources.list" ] || { echo "sid.sh: apt names no mirror of Debian" >&2; exit 1; }
. /setup/private-apt.sh
private_apt "$private"
# Nobody renews the release file of a mirror that stands still.
printf 'Acquire::Check-Valid-Until "false";\nAPT::Sandbox::User "";\n' >>"$APT_CONFIG"

apt-get -qq update
cd "$private"
apt-get -qq download "$@" >/dev/null
for package in ./*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x -C / --keep-directory-symlink --exclude './usr/share' --exclude './etc'
done
