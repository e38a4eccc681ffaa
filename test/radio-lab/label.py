"""Makes OUT.json from what the guest noted and from the capture itself: labels, and counts by tshark
that prove what the capture contains. Exit code 1 when a count is outside what the scenario promises."""

import argparse
import json
import os
import struct
import subprocess
import sys

from clocks import mend


def octets(address):
    return bytes.fromhex(address.replace(":", ""))


def capture_times(path):
    """(frames, first, last) of a classic pcap file: epoch seconds of the first and last frame."""
    with open(path, "rb") as file:
        header = file.read(24)
        order = "<" if header[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
        fraction = 1e-9 if header[:4] in (b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d") else 1e-6
        frames, first, last = 0, None, None
        while len(record := file.read(16)) == 16:
            seconds, part, kept, _ = struct.unpack(order + "IIII", record)
            last = seconds + part * fraction
            first = last if first is None else first
            frames += 1
            file.seek(kept, 1)
    return frames, first, last


def tshark(path, display_filter, fields):
    """Rows of fields of the frames that match."""
    command = ["tshark", "-n", "-r", path, "-Y", display_filter, "-T", "fields"]
    for field in fields:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit("tshark: %s: %s" % (display_filter, done.stderr.strip().splitlines()[-1]))
    return [row.split("\t") for row in done.stdout.splitlines()]


def check(path, line, first):
    """One line of the label file → (name, what was counted)."""
    kind, name, low, high, *rest = line
    field, display_filter = rest if kind == "distinct" else (None, rest[0])
    rows = tshark(path, display_filter, ["frame.time_epoch"] + ([field] if field else []))
    result = {"filter": display_filter, "frames": len(rows)}
    counted = len(rows)
    if field:
        counted = len({row[1] for row in rows if row[1]})
        result.update(field=field, distinct=counted)
    if rows:
        result["firstSeconds"] = round(float(rows[0][0]) - first, 3)
        result["lastSeconds"] = round(float(rows[-1][0]) - first, 3)
    if low != "-":
        result["atLeast"] = int(low)
    if high != "-":
        result["atMost"] = int(high)
    result["ok"] = (low == "-" or counted >= int(low)) and (high == "-" or counted <= int(high))
    return name, result


def main():
    parser = argparse.ArgumentParser()
    for option in ("labels", "versions", "capture", "json"):
        parser.add_argument("--" + option, required=True)
    parser.add_argument("--one-clock", action="store_true")
    options = parser.parse_args()

    notes, checks = {}, []
    for line in open(options.labels, encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        if parts[0] in ("expect", "distinct"):
            checks.append(parts)
        else:
            notes.setdefault(parts[0], []).append(parts[1])
    adjusted = {}
    if not options.one_clock:
        radios = [({octets(bssid) for bssid in clock.split()[2:]}, float(clock.split()[0]), float(clock.split()[1])) for clock in notes.get("clock", [])]
        restarts = [(octets(bssid), float(epoch)) for bssid, epoch in (note.split() for note in notes.get("clock_restart", []))]
        adjusted = mend(options.capture, options.capture + ".part", radios, restarts, {octets(address) for address in notes.get("attacker", [])},
                        int(notes["response_clock"][0]) if "response_clock" in notes else None)
        os.replace(options.capture + ".part", options.capture)
    frames, first, last = capture_times(options.capture)
    if first is None:  # iw_sessions has no air
        first = last = 0.0
    start = notes.get("attack_start", [None])[0]
    attack = [{"kind": kind, "startEpoch": round(float(at), 6), "startSeconds": round(float(at) - first, 3), "command": command.replace("/lab/", "")}
              for kind, at, command in zip(notes.get("attack", []), notes.get("attack_start", []), notes.get("command", []))]
    attackers = notes.get("attacker", [])
    for display_filter in notes.get("attackers_by", []):
        attackers += sorted({row[0] for row in tshark(options.capture, display_filter, ["wlan.ta"])} - set(attackers))
    labels = {
        "scenario": notes["scenario"][0],
        "seed": int(notes["seed"][0]),
        "settings": os.environ.get("RADIO_LAB_PARAMS", "").strip(),
        "benign": not attack,
        "kinds": sorted({entry["kind"] for entry in attack}),
        "about": notes.get("about", [""])[0],
        "attacks": attack,
        "attackStartEpoch": round(float(start), 6) if start else None,
        "attackStartSeconds": round(float(start) - first, 3) if start else None,
        "attackers": attackers,
        "spoofed": notes.get("spoofed", []),
        "visitors": notes.get("visitor", []),
        "accessPoints": [dict(zip(("bssid", "channel", "security", "ssid"), (e[0], int(e[1]), e[2], e[3])))
                         for e in (entry.split(" ", 3) for entry in notes.get("access_point", []))],
        "canaries": [dict(zip(("transmitter", "ssid"), note.split(" ", 1))) for note in notes.get("canary", [])],
        "sensor": {"channel": int(notes["channel"][0]), "hopping": notes.get("hopping", [None])[0]},
        "must": notes.get("must", [""])[0],
        "mustNot": notes.get("must_not", [""])[0],
        "notes": notes.get("note", []),
        "clocksMended": adjusted,
        "firstFrameEpoch": round(first, 6),
        "frames": frames,
        "seconds": round(last - first, 3),
        "madeWith": dict(line.split(" ", 1) for line in open(options.versions).read().splitlines()),
        "verified": dict(check(options.capture, line, first) for line in checks),
    }
    with open(options.json, "w", encoding="utf-8") as file:
        json.dump(labels, file, ensure_ascii=False, indent=1)
        file.write("\n")
    bad = [name for name, result in labels["verified"].items() if not result["ok"]]
    if bad:
        sys.exit("checks that failed: " + ", ".join(bad))


main()
