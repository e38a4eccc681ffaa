#!/bin/bash -e
# pi-gen: each stage begins with a copy of the one before.
if [ ! -d "${ROOTFS_DIR}" ]; then
  copy_previous
fi
