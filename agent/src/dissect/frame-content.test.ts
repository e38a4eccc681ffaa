import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { FileCapture } from "../radio/capture/file-capture.ts";
import { CaptureFileError } from "../radio/capture/capture-file-error.ts";
import { FrameReader } from "../radio/dot11/frame-reader.ts";
import { captured, hex } from "../radio/dot11/octets-for-tests.ts";
import { contentOf, type ContentLine } from "./frame-content.ts";
import { spellContent } from "./frame-text.ts";

const HEADER = "ffffffffffff 02005e000010 02005e000010 0000";

function contentOfHex(frame: string): ContentLine[] {
  const reader = new FrameReader();
  const read = reader.read(captured(hex(frame), 105));
  if (typeof read === "string") throw new RangeError(read);
  return contentOf(read);
}

const beacon = (elements: string): ContentLine[] =>
  contentOfHex(`8000 0000 ${HEADER} 0000000000000000 6400 1104 ${elements}`);

test("what a beacon says is a line for each element, with ID, fields and fault", () => {
  const lines = beacon("0004 48616c6c  3014 0100 000fac04 0100 000fac04 0100 000fac08 c000  ff03 3b bd06  0301");
  expect(lines.map(spellContent)).toEqual([
    "        SSID (0)  ssid Hall",
    "        RSN (48)  version 1, group CCMP-128, pairwise [CCMP-128], akms [SAE], capabilities (protected management required 1, protected management capable 1)",
    "        HE 6 GHz Band Capabilities (255.59)  capabilities (start spacing 5, longest a mpdu exponent 7, longest mpdu 2, sm power save 3)",
    "        DSSS Parameter Set (3)  FAULT length-beyond-end",
  ]);
});

test("a network that a beacon announces beside its own is a line, too", () => {
  const lines = beacon("0004 48616c6c 0101 8c 4713 03 0010 5302 1104 0005 4775657374 5503 010200");
  expect(lines.at(-1)).toMatchObject({
    name: "nontransmitted network",
    says: { bssid: "02:00:5e:00:00:11", index: 1, ssid: "Guest" },
  });
});

test("what comes from the air cannot write on the terminal", () => {
  const text = beacon("0003 1b5b4a dd0b 0050f204 1021 0003 0d0a41").map(spellContent).join("\n");
  expect(text).toContain(String.raw`"\u001b[J"`);
  expect(Buffer.from(text).filter((it) => it < 0x20 && it !== 0x0a)).toHaveLength(0);
});

test("an RTS that signals its bandwidth names its sender without the mask", () => {
  expect(contentOfHex("b400 0000 02005e000001 03005e000002")).toEqual([
    { name: "bandwidth signalled", says: { senderAddress: "02:00:5e:00:00:02" } },
  ]);
});

test("an action is one line by its name; of what is protected nothing is said", () => {
  const action = "0420 01";
  expect(contentOfHex(`d000 0000 ${HEADER} ${action}`)).toMatchObject([
    { name: "public, FTM request", says: { trigger: 1 } },
  ]);
  expect(contentOfHex(`d040 0000 ${HEADER} ${action}`)).toEqual([]);
  expect(contentOfHex(`0800 0000 ${HEADER} ${action}`)).toEqual([]);
});

const CAPTURES = fileURLToPath(new URL("../../../../shared/captures", import.meta.url));

describe.skipIf(!existsSync(CAPTURES))("recordings at hand (skipped where ../shared is absent)", () => {
  test("what dissectors were broken with is said to its end, and none of it is an exception", async () => {
    let lines = 0;
    let faults = 0;
    for (const name of readdirSync(join(CAPTURES, "parse"))) {
      if (!/\.(pcap|cap|pcapng)$/.test(name)) continue;
      const reader = new FrameReader();
      try {
        await new FileCapture(join(CAPTURES, "parse", name)).run((frame) => {
          if (typeof reader.read(frame) === "string") return;
          for (const line of contentOf(reader.frame)) {
            lines += spellContent(line).length > 0 ? 1 : 0;
            if (line.fault !== undefined) faults++;
          }
        });
      } catch (error) {
        expect(error).toBeInstanceOf(CaptureFileError);
      }
    }
    expect(lines).toBeGreaterThan(5_000);
    expect(faults).toBeGreaterThanOrEqual(10);
  });

  test("a Wi-Fi 7 phone's association request is whole in every element", async () => {
    const reader = new FrameReader();
    const path = join(CAPTURES, "parse/wlanpi-oneplus11_android15.pcapng");
    const lines: ContentLine[] = [];
    await new FileCapture(path).run((frame) => {
      reader.read(frame);
      lines.push(...contentOf(reader.frame));
    });
    expect(lines.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(lines.find(({ name }) => name === "Multi-Link")?.says).toMatchObject({
      type: "basic",
      links: [
        { linkId: 0, complete: true, elements: expect.arrayContaining(["HE 6 GHz Band Capabilities"]) as unknown },
      ],
    });
  });
});
