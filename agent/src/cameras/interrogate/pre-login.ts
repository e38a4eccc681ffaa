import { setTimeout as sleep } from "node:timers/promises";
import type { CameraOddity, CameraOutcome } from "@probewarden/contract";
import type { TellCall } from "../accountability/call-log.ts";
import type { ServiceFact } from "../classify/answer-facts.ts";
import { oddity } from "../oddity.ts";
import type { AnswerReading } from "../read-answer.ts";
import type { Reader } from "../reading-thread.ts";
import { guardXAddr, type GuardPolicy, type Target } from "./address-guard.ts";
import { BUDGET } from "./budget.ts";
import { soapCall } from "./soap-call.ts";
import type { HeardCall } from "./web-call.ts";
import { envelope } from "./soap-envelope.ts";

/** A question before login, how it ended, and what was read of its answer. */
export interface PreLoginAnswer {
  call: string;
  outcome: CameraOutcome;
  certificateUnproven: boolean;
  reading: AnswerReading | undefined;
}

/** What a visit without login brought. */
export interface PreLogin {
  answers: PreLoginAnswer[];
  oddities: CameraOddity[];
  /** What it cost the device, both ways. */
  octets: number;
  /** Where its media service is asked, where it says so and that may be contacted. */
  mediaAt: Target | undefined;
  /** What its web server calls itself, as it came; empty where it does not. */
  server: string;
  /** Everything was asked that it may be asked, and not only what a short visit asks. */
  isFull: boolean;
}

/** How a device is asked. */
export interface AskSettings {
  userAgent: string;
  deadlineMilliseconds: number;
  reader: Pick<Reader, "answer">;
  count: (reason: string) => void;
  /** Told of each call before it is made; one that it refuses is not made, and ends the visit. */
  tell?: TellCall;
  /** Nothing is known of its scopes. */
  asksScopes?: boolean;
  /** Octets that the whole visit may cost. */
  mostOctets?: number;
  /** Told what a short visit has heard: whether that is all that needs to be asked. Absent: everything is asked. */
  isEnough?: (heard: readonly PreLoginAnswer[]) => boolean;
}

const DEVICE = "http://www.onvif.org/ver10/device/wsdl";

const MEDIA = "http://www.onvif.org/ver10/media/wsdl";
const ANALYTICS = "http://www.onvif.org/ver20/analytics/wsdl";

/**
 * The questions of ONVIF Core's access class PRE_AUTH that teach something, and GetScopes, which is READ_SYSTEM there: it is asked of who
 * has not answered discovery, where anybody hears the same. No other call is ever made from here.
 */
const QUESTIONS = {
  "get-system-date-and-time": { name: "GetSystemDateAndTime", body: "" },
  "get-services": { name: "GetServices", body: "<IncludeCapability>true</IncludeCapability>" },
  "get-capabilities": { name: "GetCapabilities", body: "<Category>All</Category>" },
  "get-scopes": { name: "GetScopes", body: "" },
} as const;

/** Services whose GetServiceCapabilities is asked when GetServices did not bring it along. */
const DETAIL_SERVICES = {
  "get-service-capabilities-analytics": ANALYTICS,
  "get-service-capabilities-search": "http://www.onvif.org/ver10/search/wsdl",
} as const;

/** What a question costs at most, before anything comes back. */
const QUESTION_OCTETS = 1_024;

/** After these the device is left alone: it refused, or it costs a deadline each time. */
const ENDS_VISIT: ReadonlySet<CameraOutcome> = new Set(["locked", "timed-out", "unreachable", "redirected"]);

/**
 * Asks a device what it says to anybody: one call at a time, 20 s on the network for all of them. A refusal is recorded and answered
 * with no credentials: there are none. A device that refuses GetServices is asked GetCapabilities, and then left alone.
 * A short visit asks for the time and the services (and scopes), and goes on where that is not enough.
 *
 * Until the address has answered in SOAP, only somebody's datagram says that it is a device at all: it gets one connection, and when that
 * brings no SOAP, no other. After that a call which it ended unanswered is made again, once it was left in peace.
 */
export async function askBeforeLogin(
  target: Target,
  policy: GuardPolicy,
  settings: AskSettings,
  signal?: AbortSignal,
): Promise<PreLogin> {
  const visit: PreLogin = { answers: [], oddities: [], octets: 0, isFull: false, mediaAt: undefined, server: "" };
  const { mostOctets = Number.POSITIVE_INFINITY, isEnough } = settings;
  // A short visit has a smaller purse; when it shows that everything must be asked, it is a full one.
  let purse = isEnough === undefined ? mostOctets : Math.min(mostOctets, BUDGET.shortVisitOctets);
  // Time that the device took. What this process needs to read its answers is not the device's doing.
  let spent = 0;
  let peace = 0;
  let isSoap = false;

  const wait = async (milliseconds: number): Promise<void> => {
    spent += milliseconds;
    await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  };
  const hear = async (at: Target, namespace: string, name: string, body: string): Promise<HeardCall | undefined> => {
    const question = {
      envelope: envelope(`<${name} xmlns="${namespace}">${body}</${name}>`),
      action: `${namespace}/${name}`,
    };
    if (peace > 0) await wait(peace);
    for (let tries = 0; ; tries++) {
      const left = BUDGET.deviceMilliseconds - spent;
      if (left <= 0 || signal?.aborted) return undefined;
      const leftOctets = purse - visit.octets - QUESTION_OCTETS;
      if (leftOctets <= 0) {
        settings.count("visit-octets-spent");
        return undefined;
      }
      if ((await settings.tell?.({ target: at, method: "POST", call: name })) === false) return undefined;
      const deadlineMilliseconds = Math.min(settings.deadlineMilliseconds, left);
      const { userAgent } = settings;
      const allowed = { userAgent, deadlineMilliseconds, mostOctets: leftOctets };
      const heard = await soapCall(at, question, allowed, signal);
      spent += heard.milliseconds;
      visit.octets += heard.octets;
      visit.server ||= heard.server;
      const pause = BUDGET.peaceMilliseconds[tries];
      const wasEnded = heard.failure === "closed" || heard.failure === "unreachable";
      if (!wasEnded || !isSoap || pause === undefined) return heard;
      peace = pause;
      await wait(pause);
    }
  };
  const ask = async (
    call: string,
    at: Target,
    ...question: [namespace: string, name: string, body: string]
  ): Promise<PreLoginAnswer | undefined> => {
    const heard = await hear(at, ...question);
    if (heard === undefined) return undefined;
    const read = heard.failure === undefined ? await settings.reader.answer(heard) : undefined;
    if (typeof read === "string") settings.count(read);
    const reading = typeof read === "string" ? undefined : read;
    const failure = heard.failure === "closed" ? "unreachable" : (heard.failure ?? "too-slow");
    const answer = {
      call,
      outcome: reading?.outcome ?? failure,
      certificateUnproven: heard.certificateUnproven,
      reading,
    };
    visit.answers.push(answer);
    isSoap ||= reading?.soap === true;
    return answer;
  };
  const askDevice = (call: keyof typeof QUESTIONS): Promise<PreLoginAnswer | undefined> =>
    ask(call, target, DEVICE, QUESTIONS[call].name, QUESTIONS[call].body);
  const ends = (answer: PreLoginAnswer | undefined): boolean =>
    answer === undefined || !isSoap || ENDS_VISIT.has(answer.outcome);

  if (ends(await askDevice("get-system-date-and-time"))) return visit;
  const services = await askDevice("get-services");
  if (ends(services)) return visit;
  const offers = (namespace: string): ServiceFact | undefined =>
    services?.reading?.facts?.services.find((each) => each.namespace === namespace);
  const media = offers(MEDIA);
  visit.mediaAt = media && serviceTarget(media, target, policy, []);
  // Some firmware refuses GetServices, some leaves analytics out of it; the older call says it then.
  const isSilent = services?.reading?.facts === undefined;
  if (isSilent && ends(await askDevice("get-capabilities"))) return visit;
  if (settings.asksScopes === true) {
    const scopes = await askDevice("get-scopes");
    if (scopes?.outcome === "answered" && scopes.reading?.facts?.element === "GetScopesResponse")
      visit.oddities.push(oddity("readable-by-anyone", "GetScopes"));
    if (ends(scopes)) return visit;
  }
  if (isEnough?.(visit.answers) === true) return visit;
  purse = mostOctets;
  if (!isSilent && offers(ANALYTICS) === undefined && ends(await askDevice("get-capabilities"))) return visit;
  for (const [call, namespace] of Object.entries(DETAIL_SERVICES)) {
    const service = offers(namespace);
    if (service === undefined || service.describesItself) continue;
    const at = serviceTarget(service, target, policy, visit.oddities);
    if (at === undefined) continue;
    const answer = await ask(call, at, namespace, "GetServiceCapabilities", "");
    if (ends(answer)) return visit;
    if (answer?.outcome === "refused") break;
  }
  visit.isFull = true;
  return visit;
}

function serviceTarget(
  service: ServiceFact,
  device: Target,
  policy: GuardPolicy,
  oddities: CameraOddity[],
): Target | undefined {
  const guarded = guardXAddr(service.xaddr, device.address, policy);
  if ("refused" in guarded) {
    oddities.push(oddity("service-not-contacted", guarded.refused));
    return undefined;
  }
  if (guarded.namesAnotherHost) oddities.push(oddity("service-names-another-host"));
  if (guarded.carriesLogin) oddities.push(oddity("address-carries-login"));
  // The port of a service that names another host is that host's; the device's own port is the one known to answer.
  return guarded.namesAnotherHost ? { ...guarded.target, port: device.port, secure: device.secure } : guarded.target;
}
