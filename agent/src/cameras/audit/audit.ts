import { guardXAddr, type GuardPolicy, type Target } from "../interrogate/address-guard.ts";
import type { KeptAnswer } from "../classify/kept-answer.ts";
import type { Reader } from "../reading-thread.ts";
import type { AuditVerdict } from "./judge-audit.ts";
import type { AuditHeard, AuditReading } from "./read-audit-answer.ts";
import { READS, SERVICES } from "./reads.ts";
import type { AccountState } from "./account-state.ts";
import type { AuditAnswer, AuditOutcome, AuditSession } from "./session.ts";

/** One read, how it ended, and why where it was not answered. */
export interface AskedCall {
  call: string;
  /** `not-begun`: 1 MB had come. */
  outcome: AuditOutcome | "not-readable" | "not-begun";
  why?: string;
}

/** What an audit of one device brought. */
export interface Audit extends AuditVerdict {
  /** Every read and how it ended; a refused one stopped none of the others. */
  asked: AskedCall[];
  /** What became of the account here. */
  account: AccountState;
  /** The account was accepted. */
  accepted: boolean;
  /** A digest travelled without TLS: who listened can try passwords against it. */
  sentInClear: boolean;
  /** Reads that it answers without any account although ONVIF or the maker keeps them for who has one. */
  readableByAnyone: string[];
  /** The answers as they may be kept, by call. */
  answers: { call: string; answer: KeptAnswer }[];
}

/** Reads what a device answered, in a thread that can be ended. */
export type AuditReader = Pick<Reader, "auditAnswer" | "auditVerdict">;

/** ONVIF Core, access class PRE_AUTH. */
const OPEN_TO_ALL =
  /^Get(?:SystemDateAndTime|Services|Capabilities|ServiceCapabilities|Hostname|EndpointReference|WsdlUrl)\b/;

const CONFIGURATIONS = 4;
const OCTETS = 1024 * 1024;
const NOTHING: AuditVerdict = { ladder: [], denied: [], sendsTo: [], channels: [] };

/** Reads all that an account of level User may, one call after the other, and begins none once 1 MB has come. Nothing is changed, no video is opened. */
export async function audit(
  target: Target,
  policy: GuardPolicy,
  session: AuditSession,
  reader: AuditReader,
): Promise<Audit> {
  const asked: Audit["asked"] = [];
  const answers: Audit["answers"] = [];
  const heard: AuditHeard[] = [];
  const readableByAnyone: string[] = [];
  let octets = 0;

  const keep = async (call: string, answer: AuditAnswer): Promise<AuditReading | undefined> => {
    octets += answer.raw.length;
    if (answer.outcome !== "answered") {
      asked.push({ call, outcome: answer.outcome, ...(answer.why === undefined ? {} : { why: answer.why }) });
      return undefined;
    }
    const own = { call, raw: answer.raw, contentType: answer.contentType };
    const reading = await reader.auditAnswer(own);
    if (typeof reading !== "string") answers.push({ call, answer: reading.kept });
    if (typeof reading === "string" || !reading.isReadable) {
      asked.push({ call, outcome: "not-readable" });
      return undefined;
    }
    heard.push(own);
    if (answer.asNobody === true && !OPEN_TO_ALL.test(call)) readableByAnyone.push(call);
    asked.push({ call, outcome: "answered" });
    return reading;
  };
  const mayGoOn = (): boolean => !session.isStopped && octets < OCTETS;
  const notBegun = (call: string): void =>
    void asked.push({ call, outcome: session.isStopped ? "stopped" : "not-begun" });
  const read = async (path: string): Promise<AuditOutcome> => {
    const answer = await session.read(path);
    await keep(path, answer);
    return answer.outcome;
  };
  const ask: Ask = async (at, namespace, name, body = "", about = "") => {
    const call = `${name}${about}`;
    if (mayGoOn())
      return keep(
        call,
        await session.ask(at, `${namespace}/${name}`, `<${name} xmlns="${namespace}">${body}</${name}>`),
      );
    notBegun(call);
    return undefined;
  };

  const time = await ask(target, SERVICES.device, "GetSystemDateAndTime");
  session.clockAheadMilliseconds = time?.clock === undefined ? 0 : time.clock - Date.now();
  // ONVIF's users may be others than those of the web interface: where that asks by Digest, which is the safer, it is answered first.
  const isWebFirst = mayGoOn() && (await session.asksForLogin(READS.isapi.entry));
  const first = isWebFirst ? await read(READS.isapi.entry) : undefined;
  if (time !== undefined) await askOnvif(target, policy, session, ask);
  for (const [family, { entry, further }] of Object.entries(READS)) {
    const outcome = family === "isapi" ? first : undefined;
    if (!mayGoOn() || (outcome ?? (await read(entry))) !== "answered") continue;
    for (const path of further)
      if (mayGoOn()) await read(path);
      else notBegun(path);
    break;
  }
  const verdict = await reader.auditVerdict(heard);
  return {
    ...(typeof verdict === "string" ? NOTHING : verdict),
    asked: typeof verdict === "string" ? [...asked, { call: "judgement", outcome: "not-readable" }] : asked,
    account: session.account,
    accepted: session.isAccepted,
    sentInClear: session.sentInClear,
    readableByAnyone,
    answers,
  };
}

type Ask = (
  at: Target,
  namespace: string,
  name: string,
  body?: string,
  about?: string,
) => Promise<AuditReading | undefined>;

async function askOnvif(target: Target, policy: GuardPolicy, session: AuditSession, ask: Ask): Promise<void> {
  const services =
    (await ask(target, SERVICES.device, "GetServices", "<IncludeCapability>true</IncludeCapability>")) ??
    (await ask(target, SERVICES.device, "GetCapabilities", "<Category>All</Category>"));
  const at = new Map<string, Target>();
  for (const { namespace, xaddr } of services?.services ?? []) {
    const guarded = guardXAddr(xaddr, target.address, policy);
    // Only the port and scheme that the operator named get the account: an XAddr is the device's own word.
    if ("target" in guarded) at.set(namespace, { ...target, path: guarded.target.path });
  }
  await ask(target, SERVICES.device, "GetDeviceInformation");
  await ask(target, SERVICES.device, "GetScopes");
  const [media, media2, analytics] = [at.get(SERVICES.media), at.get(SERVICES.media2), at.get(SERVICES.analytics)];
  const first = media && (await ask(media, SERVICES.media, "GetProfiles"));
  const second = media2 && (await ask(media2, SERVICES.media2, "GetAnalyticsConfigurations"));
  let tokens = [first, second].flatMap((reading) => reading?.tokens ?? []);
  // A profile need not hold the configuration that it could be given.
  if (tokens.length === 0 && media !== undefined && analytics !== undefined)
    tokens = (await ask(media, SERVICES.media, "GetVideoAnalyticsConfigurations"))?.tokens ?? [];
  for (const [place, token] of [...new Set(tokens)].slice(0, CONFIGURATIONS).entries()) {
    if (analytics === undefined) break;
    const configuration = `<ConfigurationToken>${token}</ConfigurationToken>`;
    for (const name of ANALYTICS_READS)
      await ask(analytics, SERVICES.analytics, name, configuration, place === 0 ? "" : ` ${token}`);
  }
  if (analytics !== undefined) {
    await ask(analytics, SERVICES.analytics, "GetServiceCapabilities", "", " analytics");
    await ask(analytics, SERVICES.analytics, "GetSupportedMetadata");
  }
  const events = at.get(SERVICES.events);
  if (events === undefined) return;
  await ask(events, SERVICES.events, "GetEventProperties");
  await ask(events, SERVICES.events, "GetServiceCapabilities", "", " events");
  await ask(events, SERVICES.events, "GetEventBrokers");
}

/** ONVIF Analytics Service Specification: all of the access class READ_MEDIA. */
const ANALYTICS_READS = [
  "GetSupportedRules",
  "GetRules",
  "GetSupportedAnalyticsModules",
  "GetAnalyticsModules",
  "GetRuleOptions",
];
