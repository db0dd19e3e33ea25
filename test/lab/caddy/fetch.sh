#!/usr/bin/env bash
# Lays out a root filesystem with the given version of Caddy, BusyBox and their libc in a directory: fetch.sh VERSION DIRECTORY
# They are Debian's own packages, of the release that is never frozen. This machine's package lists stay as they are.
set -euo pipefail

version=$1 root=$2
private=$(mktemp -d /tmp/landfall-caddy.XXXXXX)
trap 'rm -rf "$private"' EXIT
mkdir "$private/debs"

"$(dirname "$0")/../../setup/mirror.sh" | awk '{ print $1, $2, "sid", $4; exit }' >"$private/sources.list"
[ -s "$private/sources.list" ] || { echo "fetch.sh: apt names no mirror of Debian" >&2; exit 1; }
. "$(dirname "$0")/../../setup/private-apt.sh"
private_apt "$private"
# Whoever runs this need not be root, and what root's apt does after an update is not its business.
cat >>"$private/apt.conf" <<CONF
Acquire::Check-Valid-Until "false";
APT::Sandbox::User "";
#clear APT::Update::Post-Invoke-Success;
CONF

apt-get -qq update
(cd "$private/debs" && apt-get -qq download "caddy=$version-*" busybox-static libc6)

mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/usr/lib64"
for directory in bin lib lib64; do ln -s "usr/$directory" "$root/$directory"; done
for package in "$private"/debs/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink \
    --exclude './usr/share/doc' --exclude './usr/share/man' --exclude './usr/share/locale' --exclude './usr/lib/*/gconv'
done
