#!/bin/sh
# Boots a lab server: its keys and engine configuration on the first start, then sshd and, where it is installed, dockerd.
set -eu

if [ ! -e /etc/ssh/ssh_host_ed25519_key ]; then
  for type in ed25519 ecdsa; do ssh-keygen -q -t "$type" -N "" -f "/etc/ssh/ssh_host_${type}_key"; done
  for home in /root /home/deploy; do
    install -d -m 700 "$home/.ssh"
    echo "$AUTHORIZED_KEY" >"$home/.ssh/authorized_keys"
  done
  chown -R deploy: /home/deploy/.ssh
fi

mkdir -p /run/sshd
/usr/sbin/sshd
if command -v dockerd >/dev/null; then
  sh /usr/local/lib/landfall/cgroups.sh
  mkdir -p /etc/docker
  printf '{ "insecure-registries": ["%s"] }\n' "$TRUSTED_REGISTRIES" >/etc/docker/daemon.json
  # Its own containerd would cost dockerd a second: it looks for that once a second.
  containerd --log-level warn >>/var/log/containerd.log 2>&1 &
  while [ ! -S /run/containerd/containerd.sock ]; do sleep 0.05; done
  dockerd --containerd /run/containerd/containerd.sock >>/var/log/dockerd.log 2>&1 &
fi
exec sleep infinity
