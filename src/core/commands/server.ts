import { type Shell, sh } from "../shell/sh.ts";

/**
 * Install Docker: by its own script where that can be fetched, else from the distribution's packages. Users other than root need
 * sudo without a password, and join the group that may talk to Docker.
 */
export const installDocker = (): Shell => sh`export DEBIAN_FRONTEND=noninteractive
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }
as_root true || { echo "Docker is missing, and installing it takes root or sudo without a password"; exit 1; }
script=$(mktemp)
if curl -fsSL --max-time 20 https://get.docker.com -o "$script" 2>/dev/null || wget -q -T 20 -O "$script" https://get.docker.com 2>/dev/null; then
as_root sh "$script"
elif command -v apt-get >/dev/null; then
as_root apt-get -qq update && as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y docker.io
elif command -v dnf >/dev/null; then
as_root dnf -q -y install docker || as_root dnf -q -y install moby-engine
elif command -v apk >/dev/null; then
as_root apk add --quiet docker
else
echo "Docker is missing, get.docker.com cannot be reached, and there is no apt-get, dnf or apk to install it with"; exit 1
fi
rm -f "$script"
as_root systemctl enable --now docker 2>/dev/null || as_root service docker start 2>/dev/null || true
[ "$(id -u)" -eq 0 ] || as_root usermod -aG docker "$(id -un)"
as_root docker version >/dev/null`;
