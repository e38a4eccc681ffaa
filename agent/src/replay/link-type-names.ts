/**
 * Link types that are often recorded by mistake (https://www.tcpdump.org/linktypes.html): what a person calls them, and their name there.
 * They say what was captured instead of 802.11; types that can be read are not among them.
 */
const NAMES = new Map<number, string>([
  [0, "BSD loopback (NULL)"],
  [1, "Ethernet (EN10MB)"],
  [6, "Token Ring (IEEE802_5)"],
  [9, "PPP (PPP)"],
  [50, "PPP (PPP_HDLC)"],
  [51, "PPP over Ethernet (PPP_ETHER)"],
  [101, "bare IP packets (RAW)"],
  [104, "Cisco HDLC (C_HDLC)"],
  [107, "Frame Relay (FRELAY)"],
  [108, "OpenBSD loopback (LOOP)"],
  [113, "Linux cooked capture (LINUX_SLL), as tcpdump -i any makes it"],
  [117, "OpenBSD's firewall log (PFLOG)"],
  [187, "Bluetooth (BLUETOOTH_HCI_H4)"],
  [189, "USB (USB_LINUX)"],
  [195, "IEEE 802.15.4 (IEEE802_15_4_WITHFCS), as Zigbee uses it"],
  [201, "Bluetooth (BLUETOOTH_HCI_H4_WITH_PHDR)"],
  [215, "IEEE 802.15.4 (IEEE802_15_4_NONASK_PHY), as Zigbee uses it"],
  [220, "USB (USB_LINUX_MMAPPED)"],
  [227, "CAN bus (CAN_SOCKETCAN)"],
  [228, "bare IP packets (IPV4)"],
  [229, "bare IP packets (IPV6)"],
  [230, "IEEE 802.15.4 (IEEE802_15_4_NOFCS), as Zigbee uses it"],
  [239, "Linux netfilter log (NFLOG)"],
  [249, "USB (USBPCAP)"],
  [251, "Bluetooth Low Energy (BLUETOOTH_LE_LL)"],
  [253, "Linux netlink (NETLINK)"],
  [254, "Bluetooth (BLUETOOTH_LINUX_MONITOR)"],
  [256, "Bluetooth Low Energy (BLUETOOTH_LE_LL_WITH_PHDR)"],
  [272, "Bluetooth Low Energy (NORDIC_BLE)"],
  [276, "Linux cooked capture (LINUX_SLL2), as tcpdump -i any makes it"],
  [283, "IEEE 802.15.4 (IEEE802_15_4_TAP), as Zigbee uses it"],
  // PPI is read, but what it wraps here is another link type.
  [192, "PPI around something else than 802.11 (PPI)"],
]);

/** What a person calls a link type that is none of 802.11. */
export function nameLinkType(linkType: number): string {
  const name = NAMES.get(linkType);
  return name === undefined ? `link type ${linkType}, which is none of 802.11` : `${name}, link type ${linkType}`;
}
