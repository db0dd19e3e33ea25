#!/usr/bin/env bash
# Lays out packages of Debian trixie, with all that they need, in a directory of their own: trixie.sh DIRECTORY PACKAGE...
# They need a newer libc than bookworm's, and bookworm's awscli does not know batch-get-secret-value yet.
set -euo pipefail

root=$1
shift
private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT

/setup/mirror.sh | awk '{ print $1, $2, "trixie", $4; exit }' >"$private/sources.list"
[ -s "$private/sources.list" ] || { echo "trixie.sh: apt names no mirror of Debian" >&2; exit 1; }
# An empty status: nothing counts as installed already.
: >"$private/status"
. /setup/private-apt.sh
private_apt "$private"
cat >>"$APT_CONFIG" <<CONF
Dir::State::status "$private/status";
APT::Sandbox::User "";
CONF

apt-get -qq update
apt-get -qq install -y --no-install-recommends --download-only "$@" >/dev/null

mkdir -p "$root/usr/bin" "$root/usr/sbin" "$root/usr/lib" "$root/usr/lib64" "$root/dev" "$root/tmp"
for directory in bin sbin lib lib64; do ln -s "usr/$directory" "$root/$directory"; done
for package in "$private"/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink \
    --exclude './usr/share/doc' --exclude './usr/share/man' --exclude './usr/share/locale' --exclude './usr/lib/*/gconv'
done
