#!/usr/bin/env bash
# Makes sure that the tests find the programs they start: a real sshd, a Ruby, and every kind of shell that a server may have.
set -euo pipefail
cd "$(dirname "$0")"

PATH=$PATH:/usr/sbin:/sbin
has() { command -v "$1" >/dev/null; }

wanted=()
has sshd || wanted+=(openssh-server)
has ssh || wanted+=(openssh-client)
has git || wanted+=(git)
has curl || wanted+=(curl)
has ruby || wanted+=(ruby)
has busybox || wanted+=(busybox)
[ ${#wanted[@]} -eq 0 ] || ./packages.sh "${wanted[@]}"
