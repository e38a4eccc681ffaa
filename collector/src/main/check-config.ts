import { isLoopback } from "../api/guard.ts";
import { proxyTrust } from "../api/proxy-trust.ts";
import { ConfigError } from "@probewarden/cli";
import { wrongAddress } from "./check-addresses.ts";
import { wrongOidc } from "./check-oidc.ts";
import type { CollectorConfig } from "./config.ts";

/** What no single setting can say: which settings need each other. @throws ConfigError */
export function checkConfig(config: CollectorConfig, file: string): void {
  const { http, mqtt, demo } = config;
  const refuse = (message: string): never => {
    throw new ConfigError(`${file}: ${message}`);
  };
  const wrong = wrongAddress(config) ?? wrongOidc(config);
  if (wrong !== undefined) refuse(wrong);
  for (const [name, part] of [
    ["http", http],
    ["mqtt", mqtt],
  ] as const) {
    if ((part.certFile === undefined) !== (part.keyFile === undefined))
      refuse(`/${name}/certFile and /${name}/keyFile need each other`);
  }
  if (http.trustProxy !== undefined) {
    // It signs in whoever comes from this machine, and a proxy says who comes from where.
    if (demo) refuse("/demo signs everybody in, so it cannot stand behind a proxy: /http/trustProxy must be absent");
    try {
      proxyTrust(http.trustProxy);
    } catch (error) {
      refuse(`/http/trustProxy: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (!isLoopback(http.host)) {
    if (demo) refuse(`/demo signs everybody in, so /http/host must be 127.0.0.1, and is ${JSON.stringify(http.host)}`);
    if (http.certFile === undefined) {
      refuse(
        `/http/host ${http.host} is not loopback, so /http/certFile and /http/keyFile are needed; \`probewarden-collector init\` makes them`,
      );
    }
  }
  if (mqtt.embedded && !isLoopback(mqtt.host) && mqtt.certFile === undefined) {
    refuse(
      `/mqtt/host ${mqtt.host} is not loopback, so /mqtt/certFile and /mqtt/keyFile are needed; \`probewarden-collector init\` makes them`,
    );
  }
  if (!mqtt.embedded && mqtt.url === undefined)
    refuse("/mqtt/url is missing: /mqtt/embedded is false (example: mqtts://broker.example:8883)");
  if (mqtt.group !== undefined) {
    // Each with a file of its own, collectors that share the messages would each know a part.
    const apart = [
      ...(mqtt.embedded ? ["/mqtt/embedded must be false"] : []),
      ...(config.state.url.startsWith("sqlite:") ? ["/state/url must be postgres://…"] : []),
      ...(config.series.url.startsWith("sqlite:") ? ["/series/url must be influx://…"] : []),
    ];
    if (apart.length > 0) refuse(`/mqtt/group is for collectors that share everything: ${apart.join(", ")}`);
  }
}
