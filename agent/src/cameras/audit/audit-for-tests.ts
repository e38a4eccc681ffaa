import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GuardPolicy, Target } from "../interrogate/address-guard.ts";
import { Politeness } from "../politeness.ts";
import type { Account } from "./account.ts";
import { audit, type Audit, type AuditReader } from "./audit.ts";
import { judgeAudit } from "./judge-audit.ts";
import { readAuditAnswer } from "./read-audit-answer.ts";
import { isRightDigest, soapAnswer, startTestCamera, type Answer, type TestCamera } from "./camera-for-tests.ts";
import { AuditSession } from "./session.ts";

export const OPERATOR: Account = { name: "viewer", password: "s3cret-of-the-venue" };
/** Tests read in their own thread: what they look at is what was sent and what was made of it. */
const READ_HERE: AuditReader = {
  auditAnswer: async (heard) => readAuditAnswer(heard),
  auditVerdict: async (answers) => judgeAudit(answers),
};
const POLICY: GuardPolicy = { allowLoopback: true, allowed: [], denied: [], ownPorts: [], ownAddresses: [] };
export const FACES = "<DeviceCap><EventCap><isSupportFaceContrast>true</isSupportFaceContrast></EventCap></DeviceCap>";
export const FAULT = soapAnswer(
  "<s:Fault><s:Code><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code></s:Fault>",
);

/** Cameras of a test, and audits of them that remember their attempts in a folder of their own. */
export class AuditRig {
  folder = "";
  readonly #cameras: TestCamera[] = [];

  async begin(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), "pw-audit-"));
  }

  async clear(): Promise<void> {
    for (const camera of this.#cameras.splice(0)) await camera.stop();
    await rm(this.folder, { recursive: true });
  }

  async start(answer: Answer): Promise<TestCamera> {
    const camera = await startTestCamera(answer);
    this.#cameras.push(camera);
    return camera;
  }

  /** One audit, as a process of its own would make it. */
  async run(
    camera: TestCamera,
    account = OPERATOR,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<{ found: Audit; log: unknown[] }> {
    const target: Target = { address: "127.0.0.1", port: camera.port, secure: false, path: "/onvif/device_service" };
    const politeness = new Politeness(this.folder, () => Date.now());
    const log: unknown[] = [];
    const session = new AuditSession(target, {
      account,
      signal,
      settings: { userAgent: "test", deadlineMilliseconds: 3_000 },
      log: async (entry) => void log.push(entry),
      takeAttempt: () => politeness.takeAttempt("127.0.0.1", "audit-viewer"),
      giveAttemptBack: () => politeness.giveAttemptBack("127.0.0.1", "audit-viewer"),
      leaveAlone: () => politeness.leaveAlone("127.0.0.1", "audit-viewer"),
    });
    return { found: await audit(target, POLICY, session, READ_HERE), log };
  }
}

/** A camera that speaks ISAPI to who answers its challenge. */
export const isapi =
  (challenge: string, nonce = "n0nce"): Answer =>
  (request, response) => {
    if (!request.url?.startsWith("/ISAPI/")) return void response.writeHead(404).end();
    if (!isRightDigest(request.headers.authorization, request.method ?? "", OPERATOR, nonce))
      return void response.writeHead(401, { "www-authenticate": challenge }).end();
    if (request.url === "/ISAPI/System/capabilities") return void response.end(FACES);
    if (request.url === "/ISAPI/System/deviceInfo")
      return void response.end("<DeviceInfo><model>T 1</model></DeviceInfo>");
    response.writeHead(request.url === "/ISAPI/Event/triggers" ? 403 : 404).end();
  };
export const logins = (camera: TestCamera): string[] =>
  camera.requests.flatMap(({ authorization }) => authorization ?? []);
