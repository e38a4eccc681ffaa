#!/bin/bash -e
# The sensor's package into the image; its units wait for `probewarden-agent join`.
shopt -s nullglob
packages=(files/probewarden-agent_*_arm64.deb)
if [ "${#packages[@]}" -ne 1 ]; then
  echo "files/ must hold one probewarden-agent_*_arm64.deb (npm run package -- --only agent --architecture arm64)" >&2
  exit 1
fi
install -m 644 "${packages[0]}" "${ROOTFS_DIR}/tmp/probewarden-agent.deb"
on_chroot << EOF
apt-get install -y --no-install-recommends /tmp/probewarden-agent.deb
rm /tmp/probewarden-agent.deb
EOF
