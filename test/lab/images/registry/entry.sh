#!/bin/sh
# Serves images to whoever knows REGISTRY_USERNAME and REGISTRY_PASSWORD. The registry reads bcrypt entries only; crypt(3) makes them.
set -eu
umask 077
perl -e 'my $salt = join "", map { (0 .. 9, "a" .. "z")[rand 36] } 1 .. 22;
  print "$ENV{REGISTRY_USERNAME}:", crypt($ENV{REGISTRY_PASSWORD}, "\$2b\$05\$$salt"), "\n"' >/etc/registry.htpasswd
exec docker-registry serve /etc/registry.yml
