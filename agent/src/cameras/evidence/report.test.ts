import { expect, test } from "vitest";
import type { BundleCamera, BundleEntry } from "./bundle.ts";
import { reportCsv, reportPage } from "./report.ts";

const camera: BundleCamera = {
  kind: "camera",
  address: "10.0.0.9",
  port: 80,
  model: "=cmd|' /C calc'!A0",
  manufacturer: "<script>alert(1)</script>",
  firmware: "5.10",
  at: "2026-11-27T00:00:00.000Z",
  withAccount: true,
  sentInClear: true,
  ladder: [
    {
      category: "face-detection",
      step: "configured",
      proofs: [
        { call: "/ISAPI/Smart/FaceDetect/1", quote: "FaceDetect enabled=true \u202E", answerSha256: "a".repeat(64) },
      ],
    },
  ],
  sendsTo: [{ way: "http", state: "set", to: "http://203.0.113.7:8080/faces", call: "c", quote: "q" }],
  asked: [
    { call: "a", outcome: "answered" },
    { call: "b", outcome: "refused" },
  ],
  denied: [{ category: "gait", call: "c", quote: "isSupportGait=false" }],
};
const ENTRIES: BundleEntry[] = [{ kind: "bundle", version: 1, tool: "0.1.0", madeAt: camera.at }, camera];
const SEAL = "b".repeat(64);

test.each([
  ["en", "it is set up; that it runs is not shown", "Face detection", "is set"],
  ["zh-CN", "已设置；未证明在运行", "人脸检测", "已设置"],
] as const)("the page in %s testifies to what is proven, where it goes and what to check", (language, ...words) => {
  const page = reportPage(ENTRIES, SEAL, language);
  for (const word of [...words, SEAL, "http://203.0.113.7:8080/faces", "10.0.0.9:80", "5.10"])
    expect(page).toContain(word);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).not.toMatch(/<script|\u202E|src=|href=|http-equiv/);
});

test("a camera of which nothing is proven is said to be unknown, and not to have nothing", () => {
  const nothing = [ENTRIES[0], { ...camera, ladder: [], sendsTo: [] }].filter((each) => each !== undefined);
  expect(reportPage(nothing, SEAL, "en")).toContain("This does not mean that it has none.");
  expect(reportCsv(nothing)).toContain('"unknown"');
});

test("no cell of the table is a formula, and each is quoted", () => {
  const [head, row, rest] = reportCsv(ENTRIES).split("\r\n");
  expect(head?.split(",")).toHaveLength(13);
  expect(row).toContain(`"'=cmd|' /C calc'!A0"`);
  expect(row).toContain('"configured"');
  expect(row).not.toContain("\u202E");
  expect(rest).toBe("");
});
