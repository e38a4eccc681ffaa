import type { CameraOddity, CameraOutcome } from "@probewarden/contract";
import { oddity } from "../oddity.ts";
import { guardXAddr, type GuardPolicy, type Target } from "./address-guard.ts";
import { BUDGET } from "./budget.ts";
import { soapCall, type CallResult } from "./soap-call.ts";
import { envelope } from "./soap-envelope.ts";
import { child, childrenOf, type XmlElement } from "./xml.ts";

/** An answer before login, and which question it answers. */
export interface PreLoginAnswer {
  call: string;
  result: CallResult;
}

/** What a visit without login brought. */
export interface PreLogin {
  answers: PreLoginAnswer[];
  oddities: CameraOddity[];
}

const DEVICE = "http://www.onvif.org/ver10/device/wsdl";

const ANALYTICS = "http://www.onvif.org/ver20/analytics/wsdl";

/** The questions of ONVIF Core's access class PRE_AUTH that teach something; no other call is ever made from here. */
const QUESTIONS = {
  "get-system-date-and-time": `<GetSystemDateAndTime xmlns="${DEVICE}"/>`,
  "get-services": `<GetServices xmlns="${DEVICE}"><IncludeCapability>true</IncludeCapability></GetServices>`,
  "get-capabilities": `<GetCapabilities xmlns="${DEVICE}"><Category>All</Category></GetCapabilities>`,
} as const;

/** Services whose GetServiceCapabilities is asked when GetServices did not bring it along. */
const DETAIL_SERVICES = {
  "get-service-capabilities-analytics": ANALYTICS,
  "get-service-capabilities-search": "http://www.onvif.org/ver10/search/wsdl",
} as const;

/** After these the device is left alone: it refused, or it costs a deadline each time. */
const ENDS_VISIT: ReadonlySet<CameraOutcome> = new Set(["locked", "timed-out", "unreachable", "redirected"]);

/**
 * Asks a device what it says to anybody: one call at a time, 20 s for all of them, nothing asked twice. A refusal is recorded and
 * answered with no credentials: there are none. A device that refuses GetServices is asked GetCapabilities, and then left alone.
 */
export async function askBeforeLogin(
  target: Target,
  policy: GuardPolicy,
  settings: { userAgent: string; deadlineMilliseconds: number; now: () => number },
  signal?: AbortSignal,
): Promise<PreLogin> {
  const endsAt = settings.now() + BUDGET.deviceMilliseconds;
  const visit: PreLogin = { answers: [], oddities: [] };
  const ask = async (call: string, at: Target, body: string): Promise<CallResult | undefined> => {
    const left = endsAt - settings.now();
    if (left <= 0 || signal?.aborted) return undefined;
    const deadlineMilliseconds = Math.min(settings.deadlineMilliseconds, left);
    const result = await soapCall(at, envelope(body), { userAgent: settings.userAgent, deadlineMilliseconds }, signal);
    visit.answers.push({ call, result });
    return result;
  };
  const ends = (result: CallResult | undefined): boolean => result === undefined || ENDS_VISIT.has(result.outcome);

  if (ends(await ask("get-system-date-and-time", target, QUESTIONS["get-system-date-and-time"]))) return visit;
  const services = await ask("get-services", target, QUESTIONS["get-services"]);
  if (ends(services)) return visit;
  const listed = childrenOf(services?.body, "Service");
  const offers = (namespace: string): XmlElement | undefined =>
    listed.find((each) => child(each, "Namespace")?.text.trim() === namespace);
  // Some firmware refuses GetServices, some leaves analytics out of it; the older call says it then.
  if (offers(ANALYTICS) === undefined && ends(await ask("get-capabilities", target, QUESTIONS["get-capabilities"])))
    return visit;
  for (const [call, namespace] of Object.entries(DETAIL_SERVICES)) {
    const service = offers(namespace);
    if (service === undefined || (child(service, "Capabilities")?.children.length ?? 0) > 0) continue;
    const at = serviceTarget(service, target, policy, visit.oddities);
    if (at === undefined) continue;
    const result = await ask(call, at, `<GetServiceCapabilities xmlns="${namespace}"/>`);
    if (ends(result) || result?.outcome === "refused") return visit;
  }
  return visit;
}

function serviceTarget(
  service: XmlElement,
  device: Target,
  policy: GuardPolicy,
  oddities: CameraOddity[],
): Target | undefined {
  const guarded = guardXAddr(child(service, "XAddr")?.text.trim() ?? "", device.address, policy);
  if ("refused" in guarded) {
    oddities.push(oddity("service-not-contacted", guarded.refused));
    return undefined;
  }
  if (guarded.namesAnotherHost) oddities.push(oddity("service-names-another-host"));
  // The port of a service that names another host is that host's; the device's own port is the one known to answer.
  return guarded.namesAnotherHost ? { ...guarded.target, port: device.port, secure: device.secure } : guarded.target;
}
