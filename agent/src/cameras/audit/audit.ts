import type { CameraLadder } from "@probewarden/contract";
import { allOf, propertyOf } from "../classify/answer-tree.ts";
import { climb } from "../classify/ladder.ts";
import { fit, provenBy, provenByLines, type ProvenByCall, type TreeOfAnswer } from "../classify/proven.ts";
import { readScopes } from "../classify/scopes.ts";
import { guardXAddr, type GuardPolicy, type Target } from "../interrogate/address-guard.ts";
import { child, parseXml, type XmlElement } from "../interrogate/xml.ts";
import { XmlRefused } from "../interrogate/xml-limits.ts";
import { READS, SERVICES } from "./reads.ts";
import type { AuditAnswer, AuditOutcome, AuditSession } from "./session.ts";

/** What an audit of one device brought. */
export interface Audit {
  ladder: CameraLadder[];
  /** Every read and how it ended; a refused one stopped none of the others. */
  asked: { call: string; outcome: AuditOutcome | "not-readable" }[];
  /** Functions that the device says it lacks: never "no". */
  denied: { category: string; call: string; quote: string }[];
  model: string | undefined;
  /** The account was accepted. */
  accepted: boolean;
  /** A digest travelled without TLS: who listened can try passwords against it. */
  sentInClear: boolean;
}

const CONFIGURATIONS = 4;
const OCTETS = 1024 * 1024;

/** Reads all that an account of level User may, one call after the other, and begins none once 1 MB has come. Nothing is changed, no video is opened. */
export async function audit(target: Target, policy: GuardPolicy, session: AuditSession): Promise<Audit> {
  const asked: Audit["asked"] = [];
  const trees: TreeOfAnswer[] = [];
  const lines: ProvenByCall[] = [];
  let octets = 0;

  const keep = (call: string, answer: AuditAnswer): XmlElement | undefined => {
    octets += answer.raw.length;
    if (answer.outcome !== "answered") {
      asked.push({ call, outcome: answer.outcome });
      return undefined;
    }
    try {
      const tree = parseXml(answer.raw, answer.contentType).root;
      trees.push({ call, tree });
      asked.push({ call, outcome: "answered" });
      return tree;
    } catch (error) {
      if (!(error instanceof XmlRefused)) throw error;
      lines.push(...provenByLines(call, answer.raw.toString("utf8")));
      asked.push({
        call,
        outcome: /^[\w.[\]]+=/.test(answer.raw.toString("latin1", 0, 64)) ? "answered" : "not-readable",
      });
      return undefined;
    }
  };
  const mayGoOn = (): boolean => !session.isStopped && octets < OCTETS;
  const read = async (path: string): Promise<AuditOutcome> => {
    const answer = await session.read(path);
    keep(path, answer);
    return answer.outcome;
  };
  const ask = async (at: Target, namespace: string, name: string, body = ""): Promise<XmlElement | undefined> =>
    mayGoOn()
      ? keep(name, await session.ask(at, `${namespace}/${name}`, `<${name} xmlns="${namespace}">${body}</${name}>`))
      : undefined;

  await askOnvif(target, policy, session, ask);
  for (const { entry, further } of Object.values(READS)) {
    if (!mayGoOn() || (await read(entry)) !== "answered") continue;
    for (const path of further) if (mayGoOn()) await read(path);
    break;
  }
  const { proven, denied, models, scopes } = provenBy(trees);
  const model = fit(models[0] ?? "") || undefined;
  const named = readScopes(scopes);
  return {
    ladder: climb(model === undefined ? named : { ...named, hardware: model }, [], [...proven, ...lines]).ladder,
    asked,
    denied: denied.slice(0, 64),
    model,
    accepted: session.isAccepted,
    sentInClear: session.sentInClear,
  };
}

type Ask = (at: Target, namespace: string, name: string, body?: string) => Promise<XmlElement | undefined>;

async function askOnvif(target: Target, policy: GuardPolicy, session: AuditSession, ask: Ask): Promise<void> {
  const time = await ask(target, SERVICES.device, "GetSystemDateAndTime");
  if (time === undefined) return;
  session.clockAheadMilliseconds = clockAhead(time, Date.now());
  const services = await ask(target, SERVICES.device, "GetServices", "<IncludeCapability>true</IncludeCapability>");
  const at = new Map<string, Target>();
  for (const service of services === undefined ? [] : allOf(services, "Service")) {
    const guarded = guardXAddr(propertyOf(service, "XAddr") ?? "", target.address, policy);
    // Only the port and scheme that the operator named get the account: an XAddr is the device's own word.
    if ("target" in guarded) at.set(propertyOf(service, "Namespace") ?? "", { ...target, path: guarded.target.path });
  }
  await ask(target, SERVICES.device, "GetDeviceInformation");
  await ask(target, SERVICES.device, "GetScopes");
  const media = at.get(SERVICES.media);
  const profiles = media && (await ask(media, SERVICES.media, "GetProfiles"));
  const media2 = at.get(SERVICES.media2);
  const second = media2 && (await ask(media2, SERVICES.media2, "GetAnalyticsConfigurations"));
  const analytics = at.get(SERVICES.analytics);
  const tokens = [profiles, second].flatMap((tree) =>
    tree === undefined
      ? []
      : allOf(tree, "VideoAnalyticsConfiguration", "Configurations").map((each) => each.attributes.get("token") ?? ""),
  );
  for (const token of [...new Set(tokens)].filter((each) => /^[\w.:{}-]{1,64}$/.test(each)).slice(0, CONFIGURATIONS)) {
    if (analytics === undefined) break;
    const configuration = `<ConfigurationToken>${token}</ConfigurationToken>`;
    for (const name of ["GetSupportedRules", "GetRules", "GetSupportedAnalyticsModules", "GetAnalyticsModules"])
      await ask(analytics, SERVICES.analytics, name, configuration);
  }
  if (analytics !== undefined) await ask(analytics, SERVICES.analytics, "GetSupportedMetadata");
  const events = at.get(SERVICES.events);
  if (events !== undefined) await ask(events, SERVICES.events, "GetEventProperties");
}

const LATEST = Date.UTC(10_000, 0);

/** How far the device's clock is ahead of ours; 0 where it does not say. */
function clockAhead(answer: XmlElement, now: number): number {
  const utc = allOf(answer, "UTCDateTime")[0];
  const part = (group: string, name: string): number => Number(propertyOf(child(utc, group), name));
  if (utc === undefined) return 0;
  const at = Date.UTC(
    part("Date", "Year"),
    part("Date", "Month") - 1,
    part("Date", "Day"),
    part("Time", "Hour"),
    part("Time", "Minute"),
    part("Time", "Second"),
  );
  // A year that no token could be dated with (Date ends in 275760, ISO 8601 in 9999) is no clock's.
  return at >= 0 && at < LATEST ? at - now : 0;
}
