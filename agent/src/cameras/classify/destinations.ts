import type { CameraDestination } from "@probewarden/contract";
import type { XmlElement } from "../interrogate/xml.ts";
import { allOf, propertyOf, saysNo, saysYes } from "./answer-tree.ts";
import { fit } from "./proven.ts";

/** A place to which a device is set to send, or says that it can, and the call that said so. */
export interface Destination extends CameraDestination {
  call: string;
}

const NOBODY = /^(?:|0\.0\.0\.0|::|0+|none|null|www\.\w*\.?com)$/i;

/** Where answers in XML or JSON say that pictures and events go. Credentials that stand beside it are not kept. */
export function destinationsIn(call: string, tree: XmlElement): Destination[] {
  const at = (each: Omit<Destination, "call">): Destination => ({
    ...each,
    call,
    to: fit(each.to),
    quote: fit(each.quote),
  });
  return [...httpHosts(tree), ...ftpServers(tree), ...brokers(tree), ...capabilities(tree), ...linked(tree)].map(at);
}

type Found = Omit<Destination, "call">;

/** Address of a host as ISAPI spells it: by number or by name. */
const hostOf = (element: XmlElement): string =>
  [propertyOf(element, "ipAddress"), propertyOf(element, "hostName"), propertyOf(element, "ipv6Address")]
    .map((each) => (each ?? "").trim())
    .find((each) => !NOBODY.test(each)) ?? "";

/** Hikvision ISAPI, Event/notification/httpHosts: who is sent events, and pictures with them. */
const httpHosts = (tree: XmlElement): Found[] =>
  allOf(tree, "HttpHostNotification").flatMap((host) => {
    const url = (propertyOf(host, "url") ?? "").trim();
    const named = /^https?:\/\//i.test(url) ? url : undefined;
    const address = hostOf(host);
    if (address === "" && named === undefined) return [];
    const scheme = /https/i.test(propertyOf(host, "protocolType") ?? "") ? "https" : "http";
    const port = propertyOf(host, "portNo") ?? "";
    const to = withoutQuery(named ?? `${scheme}://${address}${port === "" ? "" : `:${port}`}${url}`);
    return [{ way: "http", state: "set", to, quote: `HttpHostNotification ${to}` }];
  });

/** Hikvision ISAPI, System/Network/ftp: where pictures are uploaded. */
const ftpServers = (tree: XmlElement): Found[] =>
  allOf(tree, "FTPNotification").flatMap((server) => {
    const address = hostOf(server);
    if (address === "") return [];
    const isOn = saysYes(propertyOf(server, "enabled") ?? "");
    const to = `ftp://${address}:${propertyOf(server, "portNo") ?? "21"}`;
    return [{ way: "ftp", state: isOn ? "on" : "set", to, quote: `FTPNotification enabled=${String(isOn)} ${to}` }];
  });

/** ONVIF Event Service, GetEventBrokers: who is sent events, and metadata with them, by MQTT. */
const brokers = (tree: XmlElement): Found[] =>
  allOf(tree, "EventBroker").flatMap((broker) => {
    const to = withoutQuery((propertyOf(broker, "Address") ?? "").trim());
    if (to === "") return [];
    const status = propertyOf(broker, "Status") ?? "";
    const filter = propertyOf(broker, "MetadataFilter") === undefined ? "" : " with metadata";
    return [
      {
        way: "mqtt",
        state: /^connected$/i.test(status) ? "on" : "set",
        to,
        quote: `EventBroker ${to}${filter} ${status}`,
      },
    ];
  });

/** What the capabilities of ONVIF services say: that pictures of objects can be sent, and metadata by MQTT. */
function capabilities(tree: XmlElement): Found[] {
  const found: Found[] = [];
  for (const each of allOf(tree, "Capabilities")) {
    const images = (each.attributes.get("ImageSendingType") ?? "").trim();
    if (images !== "") found.push({ way: "metadata", state: "can", to: "", quote: `ImageSendingType="${images}"` });
    if (saysYes(each.attributes.get("MetadataOverMQTT") ?? ""))
      found.push({ way: "mqtt", state: "can", to: "", quote: 'MetadataOverMQTT="true"' });
    const protocols = (each.attributes.get("EventBrokerProtocols") ?? "").trim();
    if (protocols !== "" && !saysNo(each.attributes.get("MaxEventBrokers") ?? ""))
      found.push({ way: "mqtt", state: "can", to: "", quote: `EventBrokerProtocols="${protocols}"` });
  }
  return found;
}

const ABOUT_FACES = /^(?:face|human|mixedtarget|alarmresult|stranger|whitelistface|blacklistface)/i;
const WAYS: Readonly<Record<string, Destination["way"]>> = {
  http: "http",
  ftp: "ftp",
  center: "platform",
  cloud: "platform",
};

/** Hikvision ISAPI, Event/triggers: what a face event is linked to. */
const linked = (tree: XmlElement): Found[] =>
  allOf(tree, "EventTrigger").flatMap((trigger) => {
    const type = propertyOf(trigger, "eventType") ?? "";
    if (!ABOUT_FACES.test(type)) return [];
    return allOf(trigger, "notificationMethod").flatMap(({ text }) => {
      const way = WAYS[text.trim().toLowerCase()];
      return way === undefined
        ? []
        : [{ way, state: "set" as const, to: "", quote: `eventType ${type} linked to ${text.trim()}` }];
    });
  });

/** Dahua's configManager: `PictureHttpUpload`, `EventHttpUpload` (HTTP API, automatic upload) and `NAS` (FTP). */
export function destinationsOfLines(call: string, text: string): Destination[] {
  const values = new Map<string, string>();
  for (const line of text.slice(0, 262_144).split(/\r?\n/)) {
    const [, path, value] =
      /^(?:table\.)?((?:PictureHttpUpload|EventHttpUpload|NAS\[\d+\])\.[\w.[\]]+)=(.*)$/.exec(line.trim()) ?? [];
    if (path !== undefined && value !== undefined) values.set(path, value.trim());
  }
  return [...values].flatMap(([path, address]) => {
    const [, base, group] =
      /^((PictureHttpUpload|EventHttpUpload|NAS\[\d+\])(?:\.UploadServerList\[\d+\])?)\.Address$/.exec(path) ?? [];
    if (base === undefined || group === undefined || NOBODY.test(address)) return [];
    const port = values.get(`${base}.Port`) ?? "";
    const isOn = saysYes(values.get(`${group}.Enable`) ?? "");
    const way = group.startsWith("NAS") ? "ftp" : "http";
    const to = fit(`${way}://${address}${port === "" ? "" : `:${port}`}`);
    return [{ way, state: isOn ? "on" : "set", to, call, quote: `${group} Enable=${String(isOn)} ${to}` }];
  });
}

const withoutQuery = (to: string): string => to.replace(/[?#].*$/, "").replace(/(\/\/)[^/@]*@/, "$1");
