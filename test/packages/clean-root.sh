#!/bin/bash
# A clean Debian with systemd and nothing of ours, made once and kept.
#   clean-root.sh SUITE FOLDER [PACKAGE…]   the packages are downloaded into its apt's cache and not installed, so that it needs no network later.
# Needs root, mmdebstrap and Debian's archive.
set -euo pipefail
suite=$1 folder=$2
shift 2
[ ! -d "$folder" ] || exit 0
draft=$folder.new
rm -rf "$draft"
mkdir -p "$(dirname "$folder")"
mmdebstrap --quiet --variant=minbase --include=systemd,systemd-sysv,ca-certificates "$suite" "$draft" "${DEBIAN_ARCHIVE:-http://deb.debian.org/debian}"
# There is no kernel in it whose modules could be loaded, and systemd would call the machine degraded.
ln -s /dev/null "$draft/etc/systemd/system/systemd-modules-load.service"
chroot "$draft" apt-get -qq update
chroot "$draft" apt-get -qq install --yes --no-install-recommends --download-only "$@"
mv "$draft" "$folder"
