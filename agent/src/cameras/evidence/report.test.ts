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
    { call: "b", outcome: "refused", why: "http-403" },
  ],
  account: "accepted",
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

test.each([
  ["en", "the account was refused", "not asked: 1 MB had been read", "1 of 4 reads were answered"],
  ["zh-CN", "账号被拒绝", "未询问：已读满 1 MB", "4 项读取中 1 项有应答"],
] as const)(
  "the page in %s says what was asked and not answered, call by call, why, and what to do",
  (language, ...words) => {
    const asked = [
      { call: "a", outcome: "answered" },
      { call: "/ISAPI/System/deviceInfo", outcome: "refused", why: "http-401" },
      { call: "GetProfiles", outcome: "failed", why: "timed-out" },
      { call: "/ISAPI/<b>", outcome: "not-begun" },
    ];
    const page = reportPage([{ ...camera, account: "refused", asked }], SEAL, language);
    for (const word of [...words, "HTTP 401", "/ISAPI/System/deviceInfo", "GetProfiles", "/ISAPI/&lt;b&gt;"])
      expect(page).toContain(word);
    // A bundle of before it was told names no state, and is read all the same.
    const { account: _account, ...before } = camera;
    expect(reportPage([before], SEAL, language)).not.toContain("<strong>");
  },
);

test("no cell of the table is a formula, and each is quoted", () => {
  const [head, row, rest] = reportCsv(ENTRIES).split("\r\n");
  expect(head?.split(",")).toHaveLength(16);
  expect(row).toContain(`"'=cmd|' /C calc'!A0"`);
  expect(row).toContain('"configured"');
  expect(row).not.toContain("\u202E");
  expect(rest).toBe("");
});
