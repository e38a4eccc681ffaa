import { allOf, propertyOf, treeOfJson } from "../classify/answer-tree.ts";
import { keepAnswer, type KeptAnswer } from "../classify/kept-answer.ts";
import { decodeText } from "../interrogate/charset.ts";
import { child, parseXml, type XmlElement } from "../interrogate/xml.ts";

/** One answer of an audit, as it came. */
export interface AuditHeard {
  call: string;
  raw: Uint8Array;
  contentType: string;
}

/** What is read of an answer at once, for what is asked next depends on it. Small however large the answer was. */
export interface AuditReading {
  isReadable: boolean;
  services: { namespace: string; xaddr: string }[];
  /** Tokens of video analytics configurations. */
  tokens: string[];
  /** The device's clock, in milliseconds since 1970; undefined where it does not say. */
  clock: number | undefined;
  kept: KeptAnswer;
}

/** An answer as a tree, or as lines `path=value`; neither where it is no answer of a camera. */
export interface AuditDocument {
  tree?: XmlElement;
  lines?: string;
}

const LINES = /^\s*[\w.[\]-]{1,128}=/;
const SERVICES = 64;
const TOKENS = 64;
const LATEST = Date.UTC(10_000, 0);

/** XML, JSON or lines: what stands in an answer says what it is, whatever its header says. */
export function documentOf({ raw, contentType }: AuditHeard): AuditDocument {
  const start = Buffer.from(raw.subarray(0, 256))
    .toString("latin1")
    .replace(/^\u00EF\u00BB\u00BF/, "");
  try {
    if (/^\s*[[{]/.test(start)) return { tree: treeOfJson(JSON.parse(decodeText(raw, contentType).text)) };
    if (LINES.test(start)) return { lines: decodeText(raw, contentType).text };
    return { tree: parseXml(raw, contentType).root };
  } catch {
    // Whatever is wrong with it: it is told as an answer that could not be read, and its octets are kept.
    return {};
  }
}

/** Reads one answer. Never throws for what it holds. */
export function readAuditAnswer(heard: AuditHeard): AuditReading {
  const { tree, lines } = documentOf(heard);
  const kept = keepAnswer(heard.raw, heard.contentType);
  if (tree === undefined) return { isReadable: lines !== undefined, services: [], tokens: [], clock: undefined, kept };
  return {
    isReadable: true,
    services: [...servicesIn(tree), ...oldServicesIn(tree)].slice(0, SERVICES),
    tokens: allOf(tree, "VideoAnalyticsConfiguration", "Configurations", "Analytics")
      .map((each) => each.attributes.get("token") ?? "")
      .filter((token) => /^[\w.:{}-]{1,64}$/.test(token))
      .slice(0, TOKENS),
    clock: clockIn(tree),
    kept,
  };
}

const servicesIn = (tree: XmlElement): AuditReading["services"] =>
  allOf(tree, "Service").map((service) => ({
    namespace: propertyOf(service, "Namespace") ?? "",
    xaddr: propertyOf(service, "XAddr") ?? "",
  }));

/** Services as GetCapabilities has them: by a name of each, for firmware that knows no GetServices. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  Media: "http://www.onvif.org/ver10/media/wsdl",
  Analytics: "http://www.onvif.org/ver20/analytics/wsdl",
  Events: "http://www.onvif.org/ver10/events/wsdl",
};

const oldServicesIn = (tree: XmlElement): AuditReading["services"] =>
  allOf(tree, "GetCapabilitiesResponse").flatMap((answer) =>
    Object.entries(OLD_NAMES).flatMap(([name, namespace]) => {
      const xaddr = propertyOf(child(child(answer, "Capabilities"), name), "XAddr");
      return xaddr === undefined ? [] : [{ namespace, xaddr }];
    }),
  );

/** A year that no token could be dated with (Date ends in 275760, ISO 8601 in 9999) is no clock's. */
function clockIn(tree: XmlElement): number | undefined {
  const utc = allOf(tree, "UTCDateTime")[0];
  const part = (group: string, name: string): number => Number(propertyOf(child(utc, group), name));
  if (utc === undefined) return undefined;
  const at = Date.UTC(
    part("Date", "Year"),
    part("Date", "Month") - 1,
    part("Date", "Day"),
    part("Time", "Hour"),
    part("Time", "Minute"),
    part("Time", "Second"),
  );
  return at >= 0 && at < LATEST ? at : undefined;
}
