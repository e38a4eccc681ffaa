import type { Approval, CameraRecord, EvidencePackage, Role, SuspectDetail } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "../api/app-fixture.ts";
import { MOST_WAITING } from "./ask-approval.ts";

type Cookies = { pw_session: string };
const PASSWORD = "correct horse battery";

let fixture: AppFixture;
let asker: Cookies;
let approver: Cookies;
let admin: Cookies;

async function signedIn(name: string, ...roles: Role[]): Promise<Cookies> {
  await fixture.accounts.create(name, PASSWORD, { roles, scope: { all: true } });
  return { pw_session: (await fixture.accounts.signIn(name, PASSWORD)) ?? "" };
}
const get = (url: string, cookies: Cookies) => fixture.app.inject({ url, cookies, headers: { host: "localhost" } });
const send = (method: "POST" | "PUT", url: string, payload: object, cookies: Cookies) =>
  fixture.app.inject({ method, url, payload, cookies, headers: OWN_PAGE });
const waiting = async (): Promise<Approval[]> => (await get("/api/approvals?state=waiting", approver)).json().items;
const authorise = (cookies: Cookies, id = "box-one") =>
  send("POST", `/api/suspects/${id}/decision`, { decision: "authorised", reason: "自有设备" }, cookies);
const answerTo = (id: string, cookies: Cookies, approve = true) =>
  send("POST", `/api/approvals/${id}/answer`, { approve, reason: "核对无误" }, cookies);
const switchOn = (over: object = {}) =>
  send("PUT", "/api/second-person", { authorise: true, packages: true, ...over }, admin);
const actions = async (): Promise<string[]> =>
  (await fixture.state.db.selectFrom("audit").select("action").orderBy("seq").execute()).map(({ action }) => action);

const putCamera = (camera_id: string) =>
  fixture.state.db
    .insertInto("cameras")
    .values({
      camera_id,
      venue_id: "mall",
      sensor_id: "door",
      first_seen_at: 1,
      last_seen_at: 2,
      body: JSON.stringify({
        cameraId: camera_id,
        address: "192.0.2.1",
        profiles: [],
        analytics: "unknown",
        ladder: [{ category: "face-recognition", step: "enabled", proofs: [] }],
        asked: [],
        oddities: [],
        visitedAt: new Date(0).toISOString(),
      }),
    })
    .execute();

beforeEach(async () => {
  fixture = await makeApp();
  await putSuspect(fixture, "box-one");
  asker = await signedIn("asker", "inspector", "approver");
  approver = await signedIn("second", "approver");
  admin = await signedIn("admin", "administrator");
});
afterEach(() => fixture.close());

test("off, a decision and a package take one person", async () => {
  expect((await authorise(asker)).json<SuspectDetail>().suspect.decision).toMatchObject({ decision: "authorised" });
  const made = await send("POST", "/api/suspects/box-one/packages", { purpose: "x", legalBasis: "y" }, asker);
  expect(made.json<EvidencePackage>().state).toBe("ready");
  expect(await waiting()).toEqual([]);
});

test("switched on, what is to be authorised waits; nobody approves their own; another person's yes makes it so", async () => {
  await switchOn();
  expect((await authorise(asker)).json<SuspectDetail>().suspect.decision).toBeUndefined();
  const [one] = await waiting();
  expect(one).toMatchObject({ kind: "authorise", suspectId: "box-one", askedBy: "asker", reason: "自有设备" });
  const id = one?.approvalId ?? "";

  const own = await answerTo(id, asker);
  expect([own.statusCode, own.json().code]).toEqual([409, "own-request"]);
  expect((await answerTo(id, admin)).json().code).toBe("not-your-role");
  expect((await answerTo(id, approver)).json<Approval>()).toMatchObject({ state: "approved", answeredBy: "second" });
  const { suspect, history } = (await get("/api/suspects/box-one", asker)).json<SuspectDetail>();
  expect(suspect.decision).toMatchObject({ decision: "authorised", by: "asker", approvedBy: "second" });
  expect(history[0]).toMatchObject({ by: "asker", approvedBy: "second" });
  expect((await answerTo(id, approver)).json().code).toBe("answered-already");
  expect(await actions()).toEqual(
    expect.arrayContaining(["approval-asked-authorise", "approval-given", "suspect-authorised"]),
  );
});

test("refused with a reason it never takes effect, and it can be asked for anew", async () => {
  await switchOn();
  await authorise(asker);
  const [one] = await waiting();
  await answerTo(one?.approvalId ?? "", approver, false);
  expect((await get("/api/suspects/box-one", asker)).json<SuspectDetail>().suspect.decision).toBeUndefined();
  expect((await get("/api/approvals", approver)).json().items).toMatchObject([
    { state: "refused", answer: "核对无误" },
  ]);
  await authorise(asker);
  expect(await waiting()).toHaveLength(1);
});

test("an alert is authorised by the same way: the step waits, and document and end come with the yes", async () => {
  await switchOn();
  await fixture.alerts.suspectChanged("box-one");
  const { items } = (await get("/api/alerts", asker)).json<{ items: { alertId: string; revision: number }[] }>();
  const [{ alertId, revision } = { alertId: "", revision: 0 }] = items;
  const until = new Date(fixture.clock.now + 86_400_000).toISOString();
  const what = { step: "authorise", document: "第 7 号", until, reason: "有许可" };
  const steps = await send("POST", "/api/alerts/steps", { alerts: [{ alertId, revision }], what }, asker);
  expect(steps.json().items).toMatchObject([{ outcome: "waits", alert: { stage: "new", revision } }]);
  const [one] = await waiting();
  expect(one).toMatchObject({ suspectId: "box-one", document: "第 7 号", until });
  await answerTo(one?.approvalId ?? "", approver);
  const alerts = (await get("/api/alerts", asker)).json<{ items: { stage: string }[] }>().items;
  expect(alerts).toMatchObject([{ stage: "authorised" }]);
  const { history } = (await get("/api/suspects/box-one", asker)).json<SuspectDetail>();
  expect(history[0]).toMatchObject({ document: "第 7 号", until, approvedBy: "second" });
});

test("an end that passed while it waited is not approved, and can be refused", async () => {
  await switchOn();
  await fixture.alerts.suspectChanged("box-one");
  const [alert] = (await get("/api/alerts", asker)).json().items;
  const what = {
    step: "authorise",
    document: "7",
    until: new Date(fixture.clock.now + 1000).toISOString(),
    reason: "x",
  };
  await send("POST", `/api/alerts/${alert.alertId}/steps`, { revision: alert.revision, what }, asker);
  const [one] = await waiting();
  fixture.clock.now += 2000;
  expect((await answerTo(one?.approvalId ?? "", approver)).json().code).toBe("not-possible");
  expect((await answerTo(one?.approvalId ?? "", approver, false)).statusCode).toBe(200);
});

test("a package waits, cannot be taken, and with a yes it can; who approved it stands in it", async () => {
  await switchOn();
  const asked = { purpose: "移送", legalBasis: "案件 12" };
  const made = (await send("POST", "/api/suspects/box-one/packages", asked, asker)).json<EvidencePackage>();
  expect(made.state).toBe("waiting");
  const file = `/api/packages/${made.packageId}/file`;
  expect((await get(file, asker)).json().code).toBe("not-approved");
  const [one] = await waiting();
  expect(one).toMatchObject({ kind: "package", packageId: made.packageId, reason: "移送", document: "案件 12" });
  await answerTo(one?.approvalId ?? "", approver);
  const zip = await get(file, asker);
  expect(zip.statusCode).toBe(200);
  expect(zip.rawPayload.toString("utf8")).toMatch(/"part": "approved it",\s+"name": "second"/);
  expect(zip.rawPayload.toString("utf8")).toContain('"action":"approval-given"');
});

const takeBack = (id: string, cookies: Cookies) => send("POST", `/api/approvals/${id}/take-back`, {}, cookies);

test("who asked takes it back, and nobody else; nothing comes of it, both stand in the audit, and it can be asked for anew", async () => {
  await switchOn();
  await authorise(asker);
  const [one] = await waiting();
  const id = one?.approvalId ?? "";
  expect((await takeBack(id, approver)).json().code).toBe("not-own-request");
  expect((await takeBack(id, admin)).json().code).toBe("not-your-role");
  expect((await takeBack(id, asker)).json<Approval>()).toMatchObject({ state: "taken-back", answeredBy: "asker" });
  expect((await takeBack(id, asker)).json().code).toBe("answered-already");
  expect((await answerTo(id, approver)).json().code).toBe("answered-already");
  expect((await get("/api/suspects/box-one", asker)).json<SuspectDetail>().suspect.decision).toBeUndefined();
  expect(await actions()).toEqual(expect.arrayContaining(["approval-asked-authorise", "approval-taken-back"]));
  await authorise(asker);
  expect(await waiting()).toHaveLength(1);
});

test("a package that was taken back cannot be taken away", async () => {
  await switchOn();
  const asked = { purpose: "x", legalBasis: "y" };
  const { packageId } = (await send("POST", "/api/suspects/box-one/packages", asked, asker)).json<EvidencePackage>();
  const [one] = await waiting();
  await takeBack(one?.approvalId ?? "", asker);
  expect((await get("/api/packages?suspectId=box-one", asker)).json().items).toMatchObject([{ state: "taken-back" }]);
  expect((await get(`/api/packages/${packageId}/file`, asker)).json().code).toBe("not-approved");
});

test("a camera's decision waits by the same way, names the camera, and stands in its record with who approved it", async () => {
  await switchOn();
  await putCamera("camera-one");
  await putCamera("camera-two");
  const decideOn = async (cameraId: string, cookies: Cookies) => {
    const record = await get(`/api/cameras/${cameraId}/record`, cookies);
    return fixture.app.inject({
      method: "POST",
      url: `/api/cameras/${cameraId}/decision`,
      payload: { decision: "authorised", reason: "已备案", document: "备案 7" },
      cookies,
      headers: { ...OWN_PAGE, "if-match": String(record.headers["etag"]) },
    });
  };
  for (const id of ["camera-one", "camera-two"]) expect((await decideOn(id, asker)).statusCode).toBeLessThan(300);
  const recordOf = async (id: string) => (await get(`/api/cameras/${id}/record`, asker)).json<CameraRecord>();
  expect((await recordOf("camera-one")).decision).toBeUndefined();
  const [one, two] = ["camera-one", "camera-two"];
  const asked = await waiting();
  const of = (id: string | undefined): string => asked.find(({ cameraId }) => cameraId === id)?.approvalId ?? "";
  expect(asked).toMatchObject([{ kind: "authorise" }, { kind: "authorise" }]);
  expect((await answerTo(of(one), asker)).json().code).toBe("own-request");
  expect((await answerTo(of(one), approver)).json<Approval>()).toMatchObject({ state: "approved", cameraId: one });
  expect((await recordOf("camera-one")).decision).toMatchObject({
    decision: "authorised",
    by: "asker",
    approvedBy: "second",
    document: "备案 7",
  });
  await answerTo(of(two), approver, false);
  expect((await recordOf("camera-two")).decision).toBeUndefined();
  expect(await actions()).toEqual(expect.arrayContaining(["camera-authorised", "approval-given", "approval-refused"]));
});

test("a venue's own word holds before that for everywhere, and only an administrator says it", async () => {
  expect((await send("PUT", "/api/second-person", { authorise: false, packages: false }, asker)).statusCode).toBe(403);
  await switchOn();
  await switchOn({ venueId: "mall", authorise: false });
  expect((await get("/api/second-person", admin)).json().items).toEqual([
    { authorise: true, packages: true },
    { venueId: "mall", authorise: false, packages: true },
  ]);
  expect((await authorise(asker)).json<SuspectDetail>().suspect.decision).toMatchObject({ decision: "authorised" });
  expect((await switchOn({ venueId: "nowhere" })).statusCode).toBe(404);
  expect(await actions()).toEqual(
    expect.arrayContaining(["second-person-authorise-and-packages", "second-person-packages"]),
  );
});

test("so many may wait in a venue, and what is one too many is refused and not lost in silence", async () => {
  await switchOn();
  await authorise(asker);
  const [row] = await fixture.state.db.selectFrom("approvals").selectAll().execute();
  if (row === undefined) throw new Error("nothing waits");
  const more = Array.from({ length: MOST_WAITING - 1 }, (_, n) => ({
    ...row,
    approval_id: `approval-${n}`,
    suspect_id: `box-${n}`,
  }));
  await fixture.state.db.insertInto("approvals").values(more).execute();
  await putSuspect(fixture, "box-two");
  expect((await authorise(asker)).statusCode, "what waits already").toBe(200);
  expect((await authorise(asker, "box-two")).json().code).toBe("too-many-waiting");
  const asked = { purpose: "x", legalBasis: "y" };
  expect((await send("POST", "/api/suspects/box-two/packages", asked, asker)).json().code).toBe("too-many-waiting");
});
