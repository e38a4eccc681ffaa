import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import { eachElement } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { nameAkm, nameCipher } from "../../agent/src/radio/dot11/elements/suites.ts";
import { FrameReader } from "../../agent/src/radio/dot11/frame-reader.ts";
import { readInFrame, valuesAt } from "./read-frame.ts";

const FOLDER = fileURLToPath(new URL("../fixtures/elements/", import.meta.url));
const FIELDS = readFileSync(`${FOLDER}fields.tsv`, "utf8")
  .trim()
  .split("\n")
  .filter((line) => !line.startsWith("#"))
  .map((line) => {
    const [element = "", field = "", path = ""] = line.split("\t");
    return { element, field, path: path.split(".") };
  });

/** Suites: tshark has OUI and type as one number, we their name. */
const SUITES: ReadonlyMap<string, (octets: Uint8Array) => string> = new Map([
  ["gcs", nameCipher],
  ["pcs", nameCipher],
  ["gmcs", nameCipher],
  ["mcs", nameCipher],
  ["ucs", nameCipher],
  ["akms", nameAkm],
]);

/** A value as tshark prints it, as we have it. */
function valueOf(field: string, text: string): string | number {
  if (/^(True|False)$/.test(text)) return text === "True" ? 1 : 0;
  // An address, with colons or, in a Reduced Neighbor Report, without.
  const value = /^([\da-f]{2}:?){6}$/.test(text) ? Number(`0x${text.replaceAll(":", "")}`) : Number(text);
  const spell = SUITES.get(field.slice(field.lastIndexOf(".") + 1));
  if (spell === undefined) return Number.isNaN(value) ? text : value;
  return spell(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
}

/** By tshark's field, what we read. */
function ours(elements: Uint8Array): Record<string, (string | number)[]> {
  const read = [...readInFrame(eachElement(elements))];
  return Object.fromEntries(
    FIELDS.map(({ element, field, path }) => [
      field,
      read.filter((it) => it.element === element).flatMap(({ says }) => valuesAt(says, path)),
    ]),
  );
}

describe("what recorded elements say is what tshark reads in them", () => {
  test.each(["lab.pcap", "recorded.pcap"])("%s: every field that is compared, of every frame", async (name) => {
    const expected = readFileSync(`${FOLDER}${name}.jsonl`, "utf8").trim().split("\n");
    const reader = new FrameReader();
    const different: unknown[] = [];
    let n = 0;
    let values = 0;
    await new FileCapture(`${FOLDER}${name}`).run((captured) => {
      expect(reader.read(captured)).toBe(reader.frame);
      const theirs = JSON.parse(expected[n] ?? "{}") as Record<string, string[]>;
      n += 1;
      const read = ours(reader.frame.elements);
      for (const { field } of FIELDS) {
        const said = (theirs[field] ?? []).map((it) => valueOf(field, it));
        values += said.length;
        if (!isDeepStrictEqual(said, read[field])) different.push({ frame: n, field, tshark: said, here: read[field] });
      }
    });
    expect(n).toBe(expected.length);
    expect(different).toEqual([]);
    expect(values).toBeGreaterThan(800);
  });
});
