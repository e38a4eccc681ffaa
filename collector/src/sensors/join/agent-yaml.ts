import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFileOf } from "@probewarden/cli";
import { stringify } from "yaml";
import type { CollectorConfig } from "../../main/config.ts";

/** What goes onto the sensor's SD card. The authority's certificate stands in it, so that one file is enough. */
export function agentYaml(
  config: CollectorConfig,
  { sensorId, venueId, password }: { sensorId: string; venueId: string; password: string },
): string {
  const { url, ca } = brokerFor(config);
  const settings = {
    sensorId,
    venueId,
    mqtt: { url, username: sensorId, password, ...(ca === undefined ? {} : { ca }) },
  };
  return `# agent.yaml of ${sensorId}: put it at /etc/probewarden/agent.yaml, mode 0600. The password is shown this once.\n${stringify(settings, { lineWidth: 0 })}`;
}

/** Where sensors connect, and the authority that they trust there. */
export function brokerFor({ mqtt, http, dataDir }: CollectorConfig): { url: string; ca?: string } {
  if (!mqtt.embedded) {
    return {
      url: mqtt.sensorUrl ?? mqtt.url ?? "",
      ...(mqtt.caFile === undefined ? {} : { ca: readFileOf(mqtt.caFile, "/mqtt/caFile").toString("utf8") }),
    };
  }
  const name = http.hostNames[0] ?? "127.0.0.1";
  const host = name.includes(":") ? `[${name}]` : name;
  if (mqtt.certFile === undefined) return { url: `mqtt://${host}:${mqtt.port}` };
  const authority = join(dataDir, "ca.crt");
  return {
    url: `mqtts://${host}:${mqtt.port}`,
    ...(existsSync(authority) ? { ca: readFileSync(authority, "utf8") } : {}),
  };
}
