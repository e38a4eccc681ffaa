import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { BundleLines, readBundle, type BundleEntry } from "./bundle.ts";

const kept = Buffer.from("<a>步态</a>");
const sha256 = (octets: Uint8Array): string => createHash("sha256").update(octets).digest("hex");
const at = "2026-11-27T00:00:00.000Z";
const ENTRIES: BundleEntry[] = [
  { kind: "bundle", version: 1, tool: "0.1.0", madeAt: at },
  {
    kind: "camera",
    address: "10.0.0.9",
    port: 80,
    at,
    withAccount: true,
    sentInClear: false,
    ladder: [],
    sendsTo: [],
    asked: [],
    denied: [],
  },
  { kind: "sent", at, address: "10.0.0.9", port: 80, method: "GET", path: "/ISAPI/System/deviceInfo", account: true },
  {
    kind: "answer",
    address: "10.0.0.9",
    port: 80,
    call: "/ISAPI/System/deviceInfo",
    answerSha256: sha256(Buffer.from("as it came")),
    keptSha256: sha256(kept),
    kept: kept.toString("base64"),
  },
];

function written(entries: readonly BundleEntry[] = ENTRIES): { octets: Buffer; seal: string } {
  const lines = new BundleLines();
  const text = entries.map((entry) => lines.line(entry)).join("");
  const { line, seal } = lines.end();
  return { octets: Buffer.from(text + line), seal };
}

test("a bundle that nobody changed is whole, and its seal is the one that was given out", () => {
  const { octets, seal } = written();
  expect(readBundle(octets)).toEqual({ entries: ENTRIES, seal, problems: [] });
});

test("one flipped bit, wherever it is, is named by its line; nothing else is blamed", () => {
  const { octets } = written();
  const wrong: string[] = [];
  for (let place = 0; place < octets.length; place++)
    for (const bit of [place % 8, 7]) {
      const changed = Buffer.from(octets);
      changed[place] = (changed[place] ?? 0) ^ (1 << bit);
      const line = octets.subarray(0, place).toString("latin1").split("\n").length;
      const { problems } = readBundle(changed);
      // A line's end that is gone makes one line of two; one that is new makes two of one.
      const blamed = problems.filter((each) => !each.startsWith(`line ${line}:`));
      const isEnd = octets[place] === 10;
      const isNewEnd = changed[place] === 10;
      if (problems.length === 0 || (blamed.length > 0 && !isEnd && !isNewEnd))
        wrong.push(`${place}/${bit}: ${problems.join("; ")}`);
    }
  expect(wrong).toEqual([]);
});

test("what was changed is said in words", () => {
  const text = written().octets.toString("utf8");
  const problems = (changed: string): string[] => readBundle(Buffer.from(changed)).problems;
  expect(problems(text.replace('/ISAPI/System/deviceInfo","account', '/ISAPI/System/deviceinfo","account'))).toEqual([
    `line 3: what was sent to 10.0.0.9:80 at ${at} is not what was written`,
  ]);
  expect(problems(text.replace('"kept":"P', '"kept":"Q'))).toEqual([
    "line 4: the answer of 10.0.0.9:80 to /ISAPI/System/deviceInfo is not what was written",
  ]);
});

test("a line that was taken out, put elsewhere or added is found, and so is a cut or an empty file", () => {
  const lines = written().octets.toString("utf8").trimEnd().split("\n");
  const of = (...some: (string | undefined)[]): string[] => readBundle(Buffer.from(`${some.join("\n")}\n`)).problems;
  expect(of(lines[0], lines[1], lines[3], lines[4])).toHaveLength(1);
  expect(of(lines[0], lines[2], lines[1], lines[3], lines[4]).length).toBeGreaterThan(0);
  expect(of(...lines, lines[4])).toHaveLength(1);
  expect(of(...lines.slice(0, -1))).toEqual(["the end is missing"]);
  expect(readBundle(written().octets.subarray(0, -1)).problems).toContain("line 5: is no entry of a bundle");
  expect(readBundle(new Uint8Array()).problems).toEqual(["the end is missing"]);
});

test("a bundle that was made anew has another seal", () => {
  const other = written([...ENTRIES.slice(0, 2), ...ENTRIES.slice(3)]);
  expect(readBundle(other.octets).problems).toEqual([]);
  expect(other.seal).not.toBe(written().seal);
});

test("a file of something else is no bundle, and is told so once", () => {
  const { problems } = readBundle(Buffer.from("# Probewarden\n\nA detector\n"));
  expect(problems).toEqual(["this is no bundle: no line of it is one that an audit wrote"]);
});
