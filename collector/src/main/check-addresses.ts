import { isIP } from "node:net";
import type { CollectorConfig } from "./config.ts";

/** A host name or an IP address, without scheme and port; IPv6 with or without brackets. */
export const isHost = (name: string): boolean =>
  isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0 ||
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i.test(name);

/** What is wrong with the addresses of a configuration, in one line with the setting and an example; undefined when nothing is. */
export function wrongAddress(config: CollectorConfig): string | undefined {
  const { http, mqtt, state, series, webhook, oidc } = config;
  return (
    wrongHost("/http/host", http.host, "0.0.0.0") ??
    wrongHost("/mqtt/host", mqtt.host, "0.0.0.0") ??
    first(http.hostNames, (name, at) => wrongHost(`/http/hostNames/${at}`, name, "collector.example")) ??
    first(webhook.allow, (name, at) => wrongHost(`/webhook/allow/${at}`, name, "chat.internal")) ??
    first(oidc.allow, (name, at) => wrongHost(`/oidc/allow/${at}`, name, "login.internal")) ??
    wrongPorts(config) ??
    wrongUrl("/mqtt/url", mqtt.url, ["mqtt", "mqtts"], "mqtts://broker.example:8883") ??
    wrongUrl("/mqtt/sensorUrl", mqtt.sensorUrl, ["mqtt", "mqtts"], "mqtts://broker.example:8883") ??
    wrongState(state.url) ??
    wrongSeries(series.url)
  );
}

function first<T>(items: readonly T[], wrong: (item: T, at: number) => string | undefined): string | undefined {
  for (const [at, item] of items.entries()) {
    const found = wrong(item, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

const wrongHost = (place: string, host: string, example: string): string | undefined =>
  isHost(host)
    ? undefined
    : `${place} ${shown(host)}: a host name or an IP address belongs here, without scheme, port and path (example: ${example})`;

/** Two parts that listen on one port of one address; port 0 is a free one. */
function wrongPorts({ http, mqtt }: CollectorConfig): string | undefined {
  const everywhere = (host: string): boolean => host === "0.0.0.0" || host === "::";
  const meet = http.host === mqtt.host || everywhere(http.host) || everywhere(mqtt.host);
  if (!mqtt.embedded || http.port === 0 || http.port !== mqtt.port || !meet) return undefined;
  return `/http/port and /mqtt/port are both ${http.port}: people and sensors need a port each (example: 8443 and 8883)`;
}

function wrongUrl(
  place: string,
  url: string | undefined,
  schemes: readonly string[],
  example: string,
): string | undefined {
  if (url === undefined) return undefined;
  const wanted = schemes.map((scheme) => `${scheme}://`).join(" or ");
  const parts = URL.canParse(url) ? new URL(url) : undefined;
  if (parts === undefined || !schemes.includes(parts.protocol.slice(0, -1)) || !/^[a-z]+:\/\//i.test(url))
    return `${place} ${shown(url)}: an address with ${wanted} belongs here (example: ${example})`;
  if (!isHost(parts.hostname)) return `${place} ${shown(url)}: it names no host (example: ${example})`;
  return undefined;
}

function wrongState(url: string): string | undefined {
  // A server behind a socket has no host, so not each of these is a URL: postgres://user@/database?host=/run/postgresql.
  if (url.startsWith("sqlite:") || /^postgres(ql)?:\/\/./.test(url)) return undefined;
  return `/state/url ${shown(url)}: sqlite: or an address with postgres:// belongs here (example: postgres://probewarden@localhost/probewarden)`;
}

function wrongSeries(url: string): string | undefined {
  if (url.startsWith("sqlite:")) return undefined;
  const example = "influx://probewarden@localhost:8086/probewarden";
  const wrong = wrongUrl("/series/url", url, ["influx", "influxs"], example);
  if (wrong !== undefined) return wrong.replace("an address with", "sqlite: or an address with");
  return new URL(url).pathname.length > 1
    ? undefined
    : `/series/url ${shown(url)}: it names no database after the host (example: ${example})`;
}

/** As it was written, short, and without a password that stands in it. */
const shown = (text: string): string => JSON.stringify(text.slice(0, 120).replace(/\/\/[^/@]*@/, "//"));
