import { cutCredentials, type CameraCategory } from "@probewarden/contract";
import { child, childrenOf, walk, type XmlElement } from "../interrogate/xml.ts";
import { allOf } from "./answer-tree.ts";
import { clean } from "./camera-text.ts";
import { categoriesOfName } from "./signal-table.ts";

/** One service that a device lists. */
export interface ServiceFact {
  namespace: string;
  xaddr: string;
  /** Its capabilities stand beside it, so that it need not be asked for them. */
  describesItself: boolean;
  /** Version of the service, as it says: it changes with the firmware. */
  version: string;
}

/** ONVIF Analytics 5.3.1 (ImageSendingType) and Event Service (MetadataOverMQTT, EventBrokerProtocols), in names of our own. */
const SENDING_WAYS = {
  embedded: (capabilities) => hasWord(capabilities, "ImageSendingType", "Embedded"),
  "local-storage": (capabilities) => hasWord(capabilities, "ImageSendingType", "LocalStorage"),
  "remote-storage": (capabilities) => hasWord(capabilities, "ImageSendingType", "RemoteStorage"),
  "metadata-over-mqtt": (capabilities) => isTrue(capabilities.attributes.get("MetadataOverMQTT") ?? ""),
  "event-brokers": (capabilities) =>
    (capabilities.attributes.get("EventBrokerProtocols") ?? "").trim() !== "" &&
    !/^\s*0*\s*$/.test(capabilities.attributes.get("MaxEventBrokers") ?? "1"),
} as const satisfies Record<string, (capabilities: XmlElement) => boolean>;
export type SendingWay = keyof typeof SENDING_WAYS;

const hasWord = ({ attributes }: XmlElement, name: string, word: string): boolean =>
  (attributes.get(name) ?? "").slice(0, 512).split(/\s+/).includes(word);

/** All that an answer before login can teach: small however large the answer was, for it is carried from one thread to another. */
export interface AnswerFacts {
  /** Local name of the element that answers, `GetServicesResponse`. */
  element: string;
  /** Accounts that an answer to GetUsers lists; nothing else of them is read. */
  accounts: number;
  services: ServiceFact[];
  /** An ONVIF analytics service is offered. */
  analytics: boolean;
  /** A service about pictures is offered. */
  video: boolean;
  /** A service about doors is offered. */
  doors: boolean;
  /** Recordings can be searched by picture or by words. */
  searchable: boolean;
  /** Scopes that it lists. */
  scopes: string[];
  /** How it says that it can send pictures of objects, or metadata. */
  sends: SendingWay[];
  /** Names that name categories of analytics, with the words that do. */
  named: { categories: CameraCategory[]; quote: string }[];
}

const ANALYTICS = /^http:\/\/www\.onvif\.org\/ver\d+\/analytics\/wsdl\/?$/;
const VIDEO = /^http:\/\/www\.onvif\.org\/ver\d+\/(media|imaging|analytics)\/wsdl\/?$/;
const DOORS = /^http:\/\/www\.onvif\.org\/ver\d+\/(accesscontrol|doorcontrol|credential|accessrules)\/wsdl\/?$/i;

/** A device of today lists up to 25 services; what stands behind these is no device. */
const SERVICES = 256;
const SCOPES = 64;
const TEXT = 512;
const NAMED = 64;
/** Truth values looked at in one answer; the largest on record has 160. */
const TRUTHS = 4_096;

const textOf = (element: XmlElement | undefined): string =>
  (element?.text ?? "")
    .slice(0, 4 * TEXT)
    .trim()
    .slice(0, TEXT);

/** Reads what an answer teaches. Takes time in proportion to the size of the answer, whatever stands in it. */
export function factsOf(answer: XmlElement): AnswerFacts {
  const capabilities = child(answer, "Capabilities");
  const services = childrenOf(answer, "Service")
    .slice(0, SERVICES)
    .map((service) => ({
      namespace: textOf(child(service, "Namespace")),
      xaddr: textOf(child(service, "XAddr")),
      describesItself: (child(service, "Capabilities")?.children.length ?? 0) > 0,
      version: ["Major", "Minor"].map((part) => textOf(child(child(service, "Version"), part)).slice(0, 8)).join("."),
    }));
  const facts: AnswerFacts = {
    element: answer.local.slice(0, 64),
    accounts: answer.local === "GetUsersResponse" ? childrenOf(answer, "User").length : 0,
    services,
    analytics:
      services.some((each) => ANALYTICS.test(each.namespace)) || child(capabilities, "Analytics") !== undefined,
    video: services.some((each) => VIDEO.test(each.namespace)) || child(capabilities, "Media") !== undefined,
    doors: services.some((each) => DOORS.test(each.namespace)),
    searchable: false,
    scopes: childrenOf(answer, "Scopes")
      .slice(0, SCOPES)
      .map((scope) => textOf(child(scope, "ScopeItem"))),
    sends: sendingWays(answer),
    named: [],
  };
  const told = new Set<string>();
  const name = (what: string, words: () => string): void => {
    const categories = categoriesOfName(what);
    if (categories.length === 0 || facts.named.length >= NAMED) return;
    const quote = clean(cutCredentials(words().slice(0, TEXT)));
    if (told.has(`${what} ${quote}`)) return;
    told.add(`${what} ${quote}`);
    facts.named.push({ categories, quote });
  };
  for (const { namespace } of services)
    if (!namespace.startsWith("http://www.onvif.org/"))
      for (const segment of new Set(namespace.split("/"))) name(segment, () => namespace);
  let truths = 0;
  for (const truth of truthsBelowCapabilities(answer)) {
    if (++truths > TRUTHS) break;
    name(truth.name, truth.words);
    if (truth.name === "ImageSearch" || truth.name === "NLSearch") facts.searchable = true;
  }
  return facts;
}

function sendingWays(answer: XmlElement): SendingWay[] {
  const all = allOf(answer, "Capabilities").slice(0, SERVICES);
  return (Object.keys(SENDING_WAYS) as SendingWay[]).filter((way) => all.some((each) => SENDING_WAYS[way](each)));
}

const isTrue = (text: string): boolean => text.length <= 64 && /^\s*(true|1)\s*$/i.test(text);

/** Names of capabilities that a device says are true, as attribute (services of today) or element (GetCapabilities). */
function* truthsBelowCapabilities(element: XmlElement): Generator<{ name: string; words: () => string }> {
  if (element.local !== "Capabilities") {
    for (const next of element.children) yield* truthsBelowCapabilities(next);
    return;
  }
  for (const below of walk(element)) {
    for (const [name, value] of below.attributes)
      if (isTrue(value)) yield { name, words: () => `${below.local} ${name}="${value}"` };
    if (below.children.length === 0 && isTrue(below.text))
      yield { name: below.local, words: () => `<${below.local}>${below.text.trim()}` };
  }
}
