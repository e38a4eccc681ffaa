#!/usr/bin/env python3
"""Plays a capture into a fake monitor-mode interface, so that any program which listens with libpcap hears it live.

    fake-radio.py IFNAME FILE.pcap [--speed X] [--loop] [--wait SECONDS] [--stay SECONDS]

The interface is a TAP whose link type is set to 802.11 with radiotap; a frame written to it is a frame received.
Reads classic pcap, link type 127 (radiotap) or 105 (bare 802.11, an empty radiotap header is put before).
Needs root (or CAP_NET_ADMIN) and /dev/net/tun. Best run in a network namespace of its own:

    unshare -n sh -c './fake-radio.py wlan0mon FILE.pcap & sleep 1; tcpdump -i wlan0mon -y IEEE802_11_RADIO'

Exit codes: 0 played; 1 the capture or the interface cannot be used (a message says why); 2 wrong use.
"""

import argparse
import errno
import fcntl
import os
import socket
import struct
import sys
import time

# linux/if_tun.h, linux/if_arp.h, linux/sockios.h
TUNSETIFF = 0x400454CA
TUNSETLINK = 0x400454CD
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000
ARPHRD_IEEE80211_RADIOTAP = 803
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1

LINKTYPE_IEEE802_11 = 105
LINKTYPE_IEEE802_11_RADIOTAP = 127
EMPTY_RADIOTAP = struct.pack("<BBHI", 0, 0, 8, 0)
SHORTEST = 14  # a TAP refuses less than an Ethernet header


class Unusable(Exception):
    """The capture or the interface cannot be used; the message says why and what helps."""


def open_radio(name):
    """Creates the interface `name`, down, as a radiotap monitor, and brings it up. Returns its file descriptor."""
    if len(name.encode()) > 15:
        raise Unusable("%s: an interface name has at most 15 characters" % name)
    try:
        tun = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH14x", name.encode(), IFF_TAP | IFF_NO_PI))
        # Only allowed while the interface is down.
        fcntl.ioctl(tun, TUNSETLINK, ARPHRD_IEEE80211_RADIOTAP)
    except OSError as error:
        raise Unusable("%s: cannot make the interface: %s (root and /dev/net/tun are needed)" % (name, error.strerror)) from error
    # Otherwise the kernel sends its own router solicitations into the air.
    try:
        with open("/proc/sys/net/ipv6/conf/%s/disable_ipv6" % name, "w") as switch:
            switch.write("1")
    except OSError:
        pass  # no IPv6 in this kernel
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14x", name.encode(), 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(control, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", name.encode(), flags | IFF_UP))
    return tun


def frames(path):
    """Yields (seconds, octets with radiotap) of a classic pcap file."""
    with open(path, "rb") as file:
        header = file.read(24)
        formats = {b"\xd4\xc3\xb2\xa1": ("<", 1e-6), b"\xa1\xb2\xc3\xd4": (">", 1e-6),
                   b"\x4d\x3c\xb2\xa1": ("<", 1e-9), b"\xa1\xb2\x3c\x4d": (">", 1e-9)}
        if len(header) < 24 or header[:4] not in formats:
            raise Unusable("%s: not a classic pcap file (editcap -F pcap converts pcapng)" % path)
        order, fraction = formats[header[:4]]
        link_type = struct.unpack_from(order + "I", header, 20)[0] & 0xFFFF
        if link_type not in (LINKTYPE_IEEE802_11, LINKTYPE_IEEE802_11_RADIOTAP):
            raise Unusable("%s: link type %d; only 127 and 105 can be played" % (path, link_type))
        before = EMPTY_RADIOTAP if link_type == LINKTYPE_IEEE802_11 else b""
        while len(record := file.read(16)) == 16:
            seconds, part, kept, _ = struct.unpack(order + "IIII", record)
            octets = file.read(kept)
            if len(octets) < kept:
                print("fake-radio: %s ends in the middle of a frame" % path, file=sys.stderr)
                return
            yield seconds + part * fraction, before + octets


def play(tun, path, speed):
    """Writes every frame at its time (divided by `speed`; 0 = at once). Returns (sent, left out)."""
    sent = left_out = 0
    first = start = None
    for at, octets in frames(path):
        if first is None:
            first, start = at, time.monotonic()
        if speed:
            wait = start + (at - first) / speed - time.monotonic()
            if wait > 0:
                time.sleep(wait)
        if len(octets) < SHORTEST:
            left_out += 1
            continue
        try:
            os.write(tun, octets)
            sent += 1
        except OSError as error:
            # A radio whose interface is down hears nothing, and goes on when it is up again.
            if error.errno != errno.EIO:
                raise
    return sent, left_out


def main():
    parser = argparse.ArgumentParser(description="Plays a capture into a fake monitor-mode interface.")
    parser.add_argument("interface")
    parser.add_argument("capture")
    parser.add_argument("--speed", type=float, default=1.0, metavar="X", help="times as fast as recorded; 0 = as fast as possible")
    parser.add_argument("--loop", action="store_true", help="begin again at the end, until stopped")
    parser.add_argument("--wait", type=float, default=1.0, metavar="SECONDS", help="interface is up this long before the first frame and after the last, so that listeners can attach and read (default 1)")
    parser.add_argument("--stay", type=float, metavar="SECONDS", help="interface is up this long after the last frame (default: as --wait)")
    options = parser.parse_args()
    if options.speed < 0:
        parser.error("--speed cannot be negative")
    try:
        # Say what is wrong with the file before an interface appears.
        if next(frames(options.capture), None) is None:
            raise Unusable("%s holds no frame" % options.capture)
        tun = open_radio(options.interface)
        time.sleep(options.wait)
        while True:
            began = time.monotonic()
            sent, left_out = play(tun, options.capture, options.speed)
            print("fake-radio: %d frames in %.1f s%s" % (sent, time.monotonic() - began, ", %d too short for a TAP" % left_out if left_out else ""), file=sys.stderr)
            if not options.loop:
                break
        time.sleep(options.wait if options.stay is None else options.stay)
    except (Unusable, OSError) as error:
        print("fake-radio: %s" % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


sys.exit(main())
