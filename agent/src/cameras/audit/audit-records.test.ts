import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CameraFinding } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditRecords, withAudit, type AuditRecord } from "./audit-records.ts";

const AT = "2026-11-27T00:00:00.000Z";
const RECORD: AuditRecord = {
  at: AT,
  address: "10.0.0.9",
  port: 80,
  model: "T 1",
  manufacturer: "Maker",
  firmware: "5.10",
  ladder: [
    { category: "face-detection", step: "enabled", proofs: [{ call: "/ISAPI/Smart/FaceDetect/1", quote: "q" }] },
    { category: "perimeter", step: "supported", proofs: [{ call: "GetRules VA1", quote: "q" }] },
  ],
  sendsTo: [{ way: "http", state: "set", to: "http://203.0.113.7", quote: "q" }],
};
const FINDING: CameraFinding = {
  cameraId: "camera-x",
  address: "10.0.0.9",
  profiles: [],
  analytics: "kind-unknown",
  ladder: [{ category: "face-detection", step: "claimed", proofs: [{ call: "probe", quote: "FACE" }] }],
  asked: [],
  oddities: [],
  visitedAt: AT,
};

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-records-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what an audit proved stands in the findings of later visits, the higher step with its proofs", () => {
  expect(withAudit(FINDING, 80, [RECORD], undefined)).toMatchObject({
    hardware: "T 1",
    vendor: "Maker",
    firmware: "5.10",
    analytics: "named",
    auditedAt: AT,
    ladder: [
      { category: "face-detection", step: "enabled", proofs: [{ call: "isapi-smart-face-detect-1", quote: "q" }] },
      { category: "perimeter", step: "supported", proofs: [{ call: "get-rules" }] },
    ],
    sendsTo: [{ way: "http", state: "set", to: "http://203.0.113.7" }],
  });
});

test("what was read by TLS is of the camera that answers in clear at its usual port, and a later audit takes its place by either", async () => {
  const byTls = { ...RECORD, port: 443 };
  expect(withAudit(FINDING, 80, [byTls], undefined).auditedAt).toBe(AT);
  expect(withAudit(FINDING, 443, [RECORD], undefined).auditedAt).toBe(AT);
  expect(withAudit(FINDING, 8443, [byTls], undefined)).toEqual(FINDING);
  const records = new AuditRecords(folder);
  await records.keep(RECORD);
  await records.keep({ ...byTls, firmware: "5.11" });
  expect((await records.all()).map(({ firmware }) => firmware)).toEqual(["5.11"]);
});

test("another port is another camera; a lower step takes nothing away; a record that was spoiled changes nothing", () => {
  expect(withAudit(FINDING, 8080, [RECORD], undefined)).toEqual(FINDING);
  const seen: CameraFinding = { ...FINDING, ladder: [{ category: "perimeter", step: "observed", proofs: [] }] };
  expect(withAudit(seen, 80, [RECORD], undefined).ladder[0]).toEqual({
    category: "perimeter",
    step: "observed",
    proofs: [],
  });
  const spoiled = { ...RECORD, at: "yesterday" };
  expect(withAudit(FINDING, 80, [spoiled], undefined)).toEqual(FINDING);
});

test("a later audit takes the place of an earlier one, and what cannot be read is passed over", async () => {
  const records = new AuditRecords(folder);
  expect(await records.all()).toEqual([]);
  await records.keep(RECORD);
  await records.keep({ ...RECORD, firmware: "5.11" });
  await records.keep({ ...RECORD, address: "fd00::9" });
  await writeFile(join(folder, "cameras", "audits", "broken.json"), "{");
  expect((await records.all()).map(({ address, firmware }) => `${address} ${firmware ?? ""}`).toSorted()).toEqual([
    "10.0.0.9 5.11",
    "fd00::9 5.10",
  ]);
});

test("by its hardware address an audited device is known at a new address, and who has taken its address is another", () => {
  const record = { ...RECORD, link: "00:11:22:33:44:55" };
  const moved: CameraFinding = { ...FINDING, address: "10.0.0.77" };
  expect(withAudit(moved, 80, [record], record.link).auditedAt).toBe(AT);
  expect(withAudit(FINDING, 80, [record], "00:11:22:33:44:66")).toEqual(FINDING);
  expect(withAudit(FINDING, 80, [record], undefined).auditedAt).toBe(AT);
  expect(withAudit(moved, 80, [record], undefined)).toEqual(moved);
});
