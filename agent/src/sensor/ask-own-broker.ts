import type { AgentConfig } from "../main/config.ts";
import { readSecrets } from "../main/load-config.ts";
import type { UplinkProblem } from "../uplink/broker-problem.ts";
import { checkBroker } from "../uplink/check-broker.ts";
import { readLearnt, trusted } from "../uplink/trust-store.ts";

/** What keeps a sensor from its broker. Without a code: its own password or certificate cannot be read. */
export type BrokerTrouble = UplinkProblem | { text: string; code?: never; facts?: never };

/** Logs in once where the sensor does, as it does; undefined: it is let in. Never rejects. */
export async function askOwnBroker(config: AgentConfig): Promise<BrokerTrouble | undefined> {
  const { url, username } = config.mqtt;
  try {
    const { ca, ...secrets } = readSecrets(config);
    const trust = ca === undefined ? {} : { ca: trusted(ca, readLearnt(config.dataDir)) };
    return await checkBroker({ url, ...(username === undefined ? {} : { username }), ...secrets, ...trust });
  } catch (error) {
    // A password or certificate that cannot be read says so itself.
    return { text: error instanceof Error ? error.message : String(error) };
  }
}
