#!/bin/sh
exec chroot /trixie aws "$@"
