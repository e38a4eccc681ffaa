import { createHash } from "node:crypto";
import type { Approval, EvidencePackage } from "@probewarden/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MOST_OF_ONE } from "../evidence-packages.ts";
import type { SubjectKind } from "./package-subject.ts";
import { SUBJECTS } from "./subjects.ts";
import {
  jsonIn,
  linesIn,
  makeSubjects,
  packed,
  startsIn,
  textIn,
  type Files,
  type TestSubjects,
} from "./test-subjects.ts";

let it: TestSubjects;
beforeAll(async () => {
  it = await makeSubjects();
});
afterAll(() => it.close());

const KINDS = Object.keys(SUBJECTS) as SubjectKind[];
const EACH = KINDS.flatMap((kind) => [
  { kind, ofDecision: false, name: `a ${kind}` },
  { kind, ofDecision: true, name: `a decision about a ${kind}` },
]);
const WHY = { purpose: "移送", legalBasis: "案件 12" };

describe.each(EACH)("a package of $name", ({ kind, ofDecision }) => {
  let zip: Buffer;
  let files: Files;
  const subject = () => it.subjects[kind];
  const more = () => (ofDecision ? { decisionId: subject().decisionId } : {});
  const ask = (body: object = { ...WHY, ...more() }, id = subject().id, cookies = it.officer) =>
    it.send("POST", `/api/${kind}s/${id}/packages`, body, cookies);

  beforeAll(async () => {
    ({ zip, files } = await packed(it, subject(), more()));
  });

  test("says of what it is, where, by whom, why, by which clock, and what was removed, with a hash of each file", () => {
    const { id, decisionId } = subject();
    const manifest = jsonIn(files, "manifest.json");
    expect(manifest).toMatchObject({
      format: "probewarden-package",
      of: ofDecision
        ? { kind: "decision", [`${kind}Id`]: id, decisionId, decision: "to-visit", document: "文书 7" }
        : { kind, [`${kind}Id`]: id },
      about: { [`${kind}Id`]: id },
      venue: { venueId: "mall" },
      persons: [{ part: "asked for it" }, { part: "took it" }],
      ...WHY,
      clock: { correctedBeyondSeconds: 30 },
      removedForPrivacy: expect.arrayContaining([expect.objectContaining({ code: "visitors-addresses" })]),
    });
    expect(manifest.sensors).toHaveLength(1);
    const named = [...manifest.files.map(({ name }: { name: string }) => name), "manifest.json", "signature.json"];
    expect(new Set(Object.keys(files))).toEqual(new Set(named));
    for (const { name, bytes, sha256 } of manifest.files)
      expect([name, files[name]?.length, hashOf(files[name])]).toEqual([name, bytes, sha256]);
    for (const [file] of SUBJECTS[kind].readMe) expect(textIn(files, "read-me.txt")).toContain(file);
  });

  test("is found whole with its key alone, and one flipped bit in any of its files is named", () => {
    expect(it.verify(zip, it.fingerprint)).toEqual([]);
    expect(it.verify(zip, "0".repeat(64))).toMatchObject([{ where: "signature.json" }]);
    const starts = startsIn(zip);
    for (const [name, data] of Object.entries(files)) {
      expect(data.length, name).toBeGreaterThan(0);
      const octet = data.length >> 1;
      const start = starts.get(name) ?? 0;
      const other = Buffer.from(zip);
      other[start + octet] = (other[start + octet] ?? 0) ^ 4;
      expect(it.verify(other, it.fingerprint), name).toEqual([
        { where: name, what: `bit 2 of octet ${octet} is flipped, and nothing else` },
      ]);
    }
  });

  test("has who decided, asked for it and took it in its chain of custody", () => {
    const actions = linesIn(files, "custody.jsonl").map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining([`${kind}-to-visit`, `${kind}-dismissed`, "package-asked", "package-taken"]),
    );
    expect(actions.at(-1)).toBe("package-taken");
  });

  test("says of each decision and change whether it was known then, and of none where it is of no decision", () => {
    const marks = (name: string) => linesIn(files, name).map(({ whenDecided }) => whenDecided);
    expect(marks("decisions.jsonl")).toEqual(ofDecision ? ["later", "this-one"] : [undefined, undefined]);
    const changes = marks(kind === "suspect" ? "history.jsonl" : "changes.jsonl");
    expect(changes.includes("later")).toBe(ofDecision);
    expect("decision.json" in files).toBe(ofDecision);
  });

  test("is listed with what it is of, and its files with their hash", async () => {
    const { id, decisionId } = subject();
    const { items } = (await it.get(`/api/packages?${kind}Id=${id}`)).json<{ items: EvidencePackage[] }>();
    const own = items.find(({ taken }) => taken.some(({ sha256 }) => sha256 === hashOf(zip)));
    expect(own).toMatchObject({ [`${kind}Id`]: id, ...(ofDecision ? { decisionId } : {}) });
    expect(items.every((one) => (one as Record<string, unknown>)[`${kind}Id`] === id)).toBe(true);
  });

  test("is refused to who lacks the role, to who is held to other venues, and of what is not there", async () => {
    const code = async (answer: ReturnType<typeof ask>) => (await answer).json<{ code: string }>().code;
    const abroad = await it.signIn(["inspector"], { districts: [], venues: ["airport"] });
    const whole = { ...WHY, ...more() };
    expect(await code(ask(whole, undefined, await it.signIn(["technician"])))).toBe("not-your-role");
    expect(await code(ask(whole, undefined, it.administrator))).toBe("not-your-role");
    expect(await code(ask(whole, undefined, abroad))).toBe("outside-scope");
    expect(await code(ask(whole, "nowhere"))).toBe("not-found");
    expect(await code(ask({ ...whole, decisionId: 999 }))).toBe("not-found");
    expect((await ask({ ...whole, purpose: "" })).statusCode).toBe(400);
    const { packageId } = (await ask()).json<EvidencePackage>();
    expect(await code(it.get(`/api/packages/${packageId}/file`, abroad))).toBe("outside-scope");
    expect((await it.get(`/api/packages?${kind}Id=${subject().id}`, abroad)).json().items).toEqual([]);
  });

  test("waits where it takes a second person, who is named in it", async () => {
    const second = (packages: boolean) =>
      it.send("PUT", "/api/second-person", { authorise: false, packages }, it.administrator);
    await second(true);
    const { packageId, state } = (await ask()).json<EvidencePackage>();
    expect(state).toBe("waiting");
    expect((await it.get(`/api/packages/${packageId}/file`)).json().code).toBe("not-approved");
    const { items } = (await it.get("/api/approvals?state=waiting", it.approver)).json<{ items: Approval[] }>();
    expect(items).toMatchObject([{ kind: "package", packageId, [`${kind}Id`]: subject().id, reason: "移送" }]);
    const yes = { approve: true, reason: "核对无误" };
    await it.send("POST", `/api/approvals/${items[0]?.approvalId}/answer`, yes, it.approver);
    const approved = (await it.get(`/api/packages/${packageId}/file`)).rawPayload.toString("utf8");
    expect(approved).toMatch(/"part": "approved it",\s+"name": "person \d+ approver"/);
    await second(false);
  });
});

test.each(KINDS)("of one %s so many packages are asked for at most, and of others none the less", async (kind) => {
  const { id } = it.subjects[kind];
  const ask = (of: SubjectKind) => it.send("POST", `/api/${of}s/${it.subjects[of].id}/packages`, WHY);
  const rows = it.state.db.selectFrom("evidence_packages").selectAll();
  const all = await rows.where(kind === "suspect" ? "suspect_id" : "camera_id", "=", id).execute();
  const [row] = all;
  if (row === undefined) throw new Error("there is none");
  const many = Array.from({ length: MOST_OF_ONE - all.length }, (_, n) => ({ ...row, package_id: `${kind}-${n}` }));
  await it.state.db.insertInto("evidence_packages").values(many).execute();
  expect((await ask(kind)).json().code).toBe("too-many-packages");
  for (const other of KINDS.filter((each) => each !== kind)) expect((await ask(other)).statusCode).toBe(200);
  const ids = many.map(({ package_id }) => package_id);
  await it.state.db.deleteFrom("evidence_packages").where("package_id", "in", ids).execute();
});

const hashOf = (data: Uint8Array | undefined): string =>
  createHash("sha256")
    .update(data ?? "")
    .digest("hex");
