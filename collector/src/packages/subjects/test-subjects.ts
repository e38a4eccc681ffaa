import { pathToFileURL } from "node:url";
import type { CameraRecord, EvidenceKey, EvidencePackage, Role, Scope, SuspectDetail } from "@probewarden/contract";
import { unzipSync } from "fflate";
import type { LightMyRequestResponse } from "fastify";
import { makeApp, OWN_PAGE, type AppFixture } from "../../api/app-fixture.ts";
import { findingOf, storeVisit } from "../../cameras/test-visits.ts";
import { makeFinding } from "../../intake/test-messages.ts";
import { makeSensorRow, makeVenueRow } from "../../store/state/test-rows.ts";
import { judgeMessage } from "../../suspects/test-judge.ts";
import { VERIFIER } from "../write-package.ts";
import type { SubjectKind } from "./package-subject.ts";

type Fault = { where: string; what: string };
/** Who asks. */
export type Cookies = { pw_session: string };
/** Octets of a package by the names of its files. */
export type Files = Record<string, Uint8Array>;

/** What packages are made of in these tests. */
export interface Subject {
  kind: SubjectKind;
  id: string;
  /** The first of two decisions about it. */
  decisionId: number;
}

/** For tests: a suspect and a camera of which something became known, then a person decided, then more became known, and another decided. */
export interface TestSubjects extends AppFixture {
  officer: Cookies;
  approver: Cookies;
  administrator: Cookies;
  signIn: (roles: readonly Role[], scope?: Scope) => Promise<Cookies>;
  get: (url: string, cookies?: Cookies) => Promise<LightMyRequestResponse>;
  send: (method: "POST" | "PUT", url: string, payload: object, cookies?: Cookies) => Promise<LightMyRequestResponse>;
  verify: (content: Buffer, fingerprint: string) => Fault[];
  fingerprint: string;
  subjects: Record<SubjectKind, Subject>;
}

const PASSWORD = "correct horse battery";
/** An address of somebody's phone, a login and a password, as a camera that is set up badly spells them. */
export const PHONE = "3a:06:70:a7:97:b4";
export const SECRETS = ["root9", "s3cret", "t0ken"];
const QUOTE = `FaceDetection rtsp://root9:s3cret@192.0.2.9/live http://192.0.2.9/up?key=t0ken client ${PHONE}`;

/** The files of a package that an officer takes. */
export async function takeFiles(it: TestSubjects, packageId: string): Promise<{ zip: Buffer; files: Files }> {
  const zip = (await it.get(`/api/packages/${packageId}/file`)).rawPayload;
  return { zip, files: unzipSync(zip) };
}

/** Asks for a package and takes it. */
export async function packed(it: TestSubjects, { kind, id }: Subject, more: object = {}) {
  const asked = await it.send("POST", `/api/${kind}s/${id}/packages`, {
    purpose: "移送",
    legalBasis: "案件 12",
    ...more,
  });
  return takeFiles(it, asked.json<EvidencePackage>().packageId);
}

/** Where the data of each file begins in the zip, by the headers before them. */
export function startsIn(zip: Buffer): Map<string, number> {
  const starts = new Map<string, number>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const start = at + 30 + zip.readUInt16LE(at + 26);
    starts.set(zip.toString("utf8", at + 30, start), start);
    at = start + zip.readUInt32LE(at + 18);
  }
  return starts;
}

export const textIn = (files: Files, name: string): string => Buffer.from(files[name] ?? []).toString("utf8");
export const jsonIn = (files: Files, name: string) => JSON.parse(textIn(files, name));
export const linesIn = (files: Files, name: string): Record<string, unknown>[] =>
  textIn(files, name)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Makes all of it. */
export async function makeSubjects(): Promise<TestSubjects> {
  const fixture = await makeApp();
  const { app, state, accounts, clock } = fixture;
  let people = 0;
  const signIn = async (roles: readonly Role[], scope: Scope = { all: true }): Promise<Cookies> => {
    const name = `person ${people++} ${roles[0]}`;
    await accounts.create(name, PASSWORD, { roles, scope });
    return { pw_session: (await accounts.signIn(name, PASSWORD)) ?? "" };
  };
  const officer = await signIn(["inspector", "technician"]);
  const { verifyPackage } = (await import(pathToFileURL(VERIFIER).href)) as { verifyPackage: TestSubjects["verify"] };
  const it: TestSubjects = {
    ...fixture,
    officer,
    approver: await signIn(["approver"]),
    administrator: await signIn(["administrator"]),
    signIn,
    get: (url, cookies = officer) => app.inject({ url, cookies, headers: { host: "localhost" } }),
    send: (method, url, payload, cookies = officer) =>
      app.inject({ method, url, payload, cookies, headers: { ...OWN_PAGE, "if-match": "*" } }),
    verify: verifyPackage,
    fingerprint: "",
    subjects: {
      suspect: { kind: "suspect", id: "", decisionId: 0 },
      camera: { kind: "camera", id: "cam", decisionId: 0 },
    },
  };
  await state.db
    .insertInto("venues")
    .values([makeVenueRow(), makeVenueRow({ venue_id: "airport" })])
    .execute();
  await state.db.insertInto("sensors").values(makeSensorRow("north")).execute();

  const lineOf = (code: string, weightDb: number) => {
    const at = new Date(clock.now).toISOString();
    const more = { boundDb: 12, usedDb: weightDb, basis: "judged" as const, facts: [], frames: [], names: [] };
    return { detector: "karma", detectorVersion: 3, family: code, code, weightDb, ...more, firstAt: at, lastAt: at };
  };
  const hear = async (seq: number, weights: Record<string, number>): Promise<string> => {
    const evidence = Object.entries(weights).map(([code, weightDb]) => lineOf(code, weightDb));
    const scoreDb = evidence.reduce((sum, { weightDb }) => sum + weightDb, -30);
    const at = new Date(clock.now).toISOString();
    const heard = { firstHeardAt: at, lastHeardAt: at, evidence, scoreDb, band: "strong" as const };
    const finding = makeFinding("f1", { ...heard, state: seq === 1 ? "opened" : "changed" });
    return (await judgeMessage(state, { sensorId: "door", finding, at: clock.now, seq }))?.suspectId ?? "";
  };
  const decide = (what: string, decision: string) =>
    it.send("POST", `/api/${what}/decision`, { decision, reason: `理由 ${decision}`, document: "文书 7" });

  it.subjects.suspect.id = await hear(1, { "answers-any-name": 52 });
  const proofs = [{ call: "get-capabilities", quote: QUOTE, answerSha256: "a".repeat(64), keptSha256: "b".repeat(64) }];
  const said = { hardware: "IPC-9", firmware: "V5", webServer: "DNVRS-Webs", streamServer: "Hikvision RTSP" };
  const sendsTo = [{ way: "http" as const, state: "on" as const, to: "http://up:s3cret@192.0.2.7/faces", quote: "q" }];
  const ladderOf = (step: "advertised" | "enabled") => [{ category: "face-recognition" as const, step, proofs }];
  await storeVisit(fixture, findingOf({}, { ...said, ladder: ladderOf("advertised"), sendsTo }));
  await fixture.alerts.suspectChanged(it.subjects.suspect.id);
  await fixture.alerts.cameraChanged("cam");
  const [suspect, camera] = [`suspects/${it.subjects.suspect.id}`, "cameras/cam"];
  clock.now += 60_000;
  for (const what of [suspect, camera]) await decide(what, "to-visit");
  await it.send("PUT", "/api/cameras/cam/on-site", { place: "public-area", filed: false, sign: "none-seen" });
  clock.now += 3_600_000;
  await hear(2, { "answers-any-name": 55, "forges-beacons": 8 });
  await storeVisit(fixture, findingOf({}, { ...said, firmware: "V6", ladder: ladderOf("enabled"), sendsTo }));
  clock.now += 60_000;
  for (const what of [suspect, camera]) await decide(what, "dismissed");
  const { history } = (await it.get(`/api/${suspect}`)).json<SuspectDetail>();
  const { decisions } = (await it.get(`/api/${camera}/record`)).json<CameraRecord>();
  it.subjects.suspect.decisionId = history.at(-1)?.decisionId ?? 0;
  it.subjects.camera.decisionId = decisions.at(-1)?.decisionId ?? 0;
  it.fingerprint = (await it.get("/api/packages/key")).json<EvidenceKey>().fingerprint;
  return it;
}
