import { createHash } from "node:crypto";
import type { SuspectDetail } from "@probewarden/contract";
import { MOST_DOCUMENT_BYTES } from "@probewarden/contract/figures";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MOST_FILES } from "../store/decision-files.ts";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await putSuspect(fixture, "box-one");
});
afterEach(() => fixture.close());

const PDF = Buffer.from("%PDF-1.7 a licence");
const SHA256 = createHash("sha256").update(PDF).digest("hex");
const get = (url: string) => fixture.app.inject({ url, headers: { host: "localhost" } });
const decide = (over: object = {}, content: Buffer = PDF) =>
  fixture.app.inject({
    method: "POST",
    url: "/api/suspects/box-one/decision",
    payload: {
      decision: "authorised",
      reason: "有许可",
      file: { name: "许可证.pdf", content: content.toString("base64") },
      ...over,
    },
    headers: OWN_PAGE,
  });
const inDays = (days: number): string => new Date(fixture.clock.now + days * 86_400_000).toISOString();

test("a decision keeps its document with name and hash, its number and its end, also when others follow", async () => {
  const until = inDays(90);
  const { suspect } = (await decide({ document: "备案 7", until })).json<SuspectDetail>();
  const file = { name: "许可证.pdf", mediaType: "application/pdf", bytes: PDF.length, sha256: SHA256 };
  expect(suspect.decision).toMatchObject({ decision: "authorised", document: "备案 7", until, file });
  await decide({ decision: "none", file: undefined });
  const { history } = (await get("/api/suspects/box-one")).json<SuspectDetail>();
  expect(history).toMatchObject([{ decision: "none" }, { decision: "authorised", document: "备案 7", until, file }]);

  const answer = await get(`/api/venues/mall/documents/${SHA256}`);
  expect(answer.rawPayload).toEqual(PDF);
  // Somebody else made it: it is saved, and never shown as a page of ours.
  expect(answer.headers["content-type"]).toBe("application/octet-stream");
  expect(answer.headers["content-disposition"]).toBe(`attachment; filename="${SHA256.slice(0, 16)}.pdf"`);
  expect((await get(`/api/venues/mall/documents/${"0".repeat(64)}`)).statusCode).toBe(404);
});

test("what authorises until an instant settles nothing from then on", async () => {
  await decide({ until: inDays(1) });
  fixture.clock.now += 2 * 86_400_000;
  expect((await decide({ until: inDays(-1) })).json().code).toBe("not-possible");
  expect((await decide({ decision: "dismissed", until: inDays(1) })).json().code).toBe("not-possible");
});

test("only a PDF, a PNG or a JPEG is taken, by its octets and not by its name, and none that is too large", async () => {
  for (const bad of [Buffer.from("<html>"), Buffer.from(" %PDF-1.7"), Buffer.alloc(0)])
    expect((await decide({}, bad)).json().code).toBe("bad-document");
  const large = Buffer.concat([PDF, Buffer.alloc(MOST_DOCUMENT_BYTES)]);
  expect([400, 413]).toContain((await decide({}, large)).statusCode);
  const most = Buffer.concat([PDF, Buffer.alloc(MOST_DOCUMENT_BYTES - PDF.length)]);
  expect((await decide({}, most)).statusCode).toBe(200);
  expect((await get("/api/suspects/box-one")).json<SuspectDetail>().history).toHaveLength(1);
});

test("so many are kept of a venue; one that is kept already is no other, and one too many leaves the decision unmade", async () => {
  await decide();
  const more = Array.from({ length: MOST_FILES - 1 }, (_, n) => ({
    name: `decisions/mall/${String(n).padStart(64, "0")}`,
    media_type: "application/pdf",
    octets: PDF,
    kept_at: 1,
  }));
  await fixture.state.db.insertInto("documents").values(more).execute();
  expect((await decide()).statusCode).toBe(200);
  expect((await decide({}, Buffer.from("%PDF-1.7 another"))).json().code).toBe("too-many-documents");
  expect((await get("/api/suspects/box-one")).json<SuspectDetail>().history).toHaveLength(2);
});

test("a package takes the documents of its decisions along", async () => {
  await decide();
  const asked = { purpose: "x", legalBasis: "y" };
  const url = "/api/suspects/box-one/packages";
  const { packageId } = (await fixture.app.inject({ method: "POST", url, payload: asked, headers: OWN_PAGE })).json();
  const members = unzipSync((await get(`/api/packages/${packageId}/file`)).rawPayload);
  expect(Buffer.from(members[`documents/${SHA256}.pdf`] ?? [])).toEqual(PDF);
});

test("an alert is authorised with the document itself: it is kept with the decision, once, and not in the alert's record", async () => {
  await fixture.alerts.suspectChanged("box-one");
  const [{ alertId, revision }] = (await get("/api/alerts")).json().items;
  const authorise = (content: Buffer) => {
    const file = { name: "许可证.pdf", content: content.toString("base64") };
    const what = { step: "authorise", document: "备案 7", until: inDays(9), reason: "有许可", file };
    const payload = { alerts: [{ alertId, revision }], what };
    return fixture.app.inject({ method: "POST", url: "/api/alerts/steps", payload, headers: OWN_PAGE });
  };
  expect((await authorise(Buffer.from("<html>"))).json().code).toBe("bad-document");
  expect((await authorise(PDF)).json().items).toMatchObject([{ outcome: "done", alert: { stage: "authorised" } }]);
  const { history } = (await get("/api/suspects/box-one")).json<SuspectDetail>();
  expect(history).toMatchObject([{ decision: "authorised", document: "备案 7", file: { sha256: SHA256 } }]);
  expect((await get(`/api/venues/mall/documents/${SHA256}`)).rawPayload).toEqual(PDF);
  const steps = await fixture.state.db.selectFrom("alert_steps").select("body").execute();
  expect(JSON.stringify(steps)).not.toContain(PDF.toString("base64"));
});

test("where a venue keeps as many documents as it may, an alert is not authorised with another one", async () => {
  await fixture.alerts.suspectChanged("box-one");
  const kept = Array.from({ length: MOST_FILES }, (_, n) => ({
    name: `decisions/mall/${String(n).padStart(64, "0")}`,
    media_type: "application/pdf",
    octets: PDF,
    kept_at: 1,
  }));
  await fixture.state.db.insertInto("documents").values(kept).execute();
  const [{ alertId, revision }] = (await get("/api/alerts")).json().items;
  const file = { name: "许可证.pdf", content: PDF.toString("base64") };
  const what = { step: "authorise", document: "备案 7", until: inDays(9), reason: "有许可", file };
  const url = `/api/alerts/${alertId}/steps`;
  const one = await fixture.app.inject({ method: "POST", url, payload: { revision, what }, headers: OWN_PAGE });
  expect(one.json().code).toBe("too-many-documents");
});
