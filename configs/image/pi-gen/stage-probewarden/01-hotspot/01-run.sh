#!/bin/bash -e
# The first hotspot, where whoever builds the image gave it a password; without one a box is joined over a cable or the Wi-Fi that Raspberry Pi Imager wrote.
if [ ! -f files/hotspot-password ]; then
  echo "no files/hotspot-password: this image opens no hotspot"
  exit 0
fi
install -d -m 755 "${ROOTFS_DIR}/usr/lib/probewarden-hotspot" "${ROOTFS_DIR}/etc/probewarden" "${ROOTFS_DIR}/etc/NetworkManager/dnsmasq-shared.d"
install -m 755 files/probewarden-hotspot "${ROOTFS_DIR}/usr/lib/probewarden-hotspot/"
install -m 644 files/probewarden-hotspot.service files/probewarden-hotspot.timer "${ROOTFS_DIR}/usr/lib/systemd/system/"
install -m 644 files/dnsmasq.conf "${ROOTFS_DIR}/etc/NetworkManager/dnsmasq-shared.d/probewarden.conf"
install -m 600 files/hotspot-password "${ROOTFS_DIR}/etc/probewarden/hotspot-password"
on_chroot << EOF
systemctl enable probewarden-hotspot.timer
EOF
