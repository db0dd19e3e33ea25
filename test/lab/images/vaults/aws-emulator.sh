#!/bin/sh
exec chroot /trixie python3 -m moto.server --port 5000
