import { randomInt, randomUUID } from "node:crypto";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { CameraFinding } from "@probewarden/contract";
import type { AgentConfig } from "../main/config.ts";
import type { DiscoverySettings } from "./discover/ws-discovery.ts";
import { plainAddress, refuseAddress, type GuardPolicy } from "./interrogate/address-guard.ts";
import { BurstBudget } from "./interrogate/budget.ts";
import { CALL_DEADLINE_MILLISECONDS } from "./interrogate/soap-call.ts";
import { gateways, interfaceAddresses } from "./own-network.ts";
import { CameraRounds } from "./round.ts";

/** Settings of the camera process. */
export type CameraConfig = AgentConfig["cameras"];

/** A cameras setting that cannot be used; the message says what to write instead. */
export class CameraConfigError extends Error {
  override readonly name = "CameraConfigError";
}

/** How long answers are waited for after the last probe; a camera may take its time within half a second, a slow network more. */
const LISTEN_MILLISECONDS = 5_000;
/** On the loopback address alone nothing takes long. */
const LISTEN_LOOPBACK_MILLISECONDS = 1_000;

const MEND: Readonly<Record<string, string>> = {
  loopback: "(set /cameras/allowLoopback to true in a demo or test)",
  "denied-address": "(it is the gateway or the broker)",
};

/** Reads `host:port`. @throws CameraConfigError */
function parseUnicast(text: string): { host: string; port: number } {
  const [, host, digits] = /^\[?([0-9a-fA-F.:]+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || isIP(host) !== 4 || port < 1 || port > 65_535)
    throw new CameraConfigError(
      `/cameras/unicast: ${JSON.stringify(text)} is not address:port (example: 192.168.1.64:3702)`,
    );
  return { host, port };
}

/** Whom the scanner may talk to. The collector's own address is a server and no camera. */
function guardPolicy(config: CameraConfig, brokerUrl?: string): GuardPolicy {
  const denied: { address: string; port?: number }[] = gateways().map((address) => ({ address }));
  if (brokerUrl !== undefined && URL.canParse(brokerUrl)) {
    const { hostname, port } = new URL(brokerUrl);
    const address = plainAddress(hostname.replace(/^\[|\]$/g, ""));
    // On the loopback address other things live beside the broker (demo), so only its port is closed there.
    if (isIP(address) !== 0) denied.push(address.startsWith("127.") ? { address, port: Number(port) } : { address });
  }
  return {
    allowLoopback: config.allowLoopback,
    allowed: config.unicast.map((each) => parseUnicast(each).host),
    denied,
  };
}

/** Builds the scanner out of its configuration, the clock and chance of this machine. @throws CameraConfigError */
export function cameraRounds(config: CameraConfig, brokerUrl?: string): CameraRounds {
  const now = (): number => Date.now();
  const unicast = config.unicast.map(parseUnicast);
  const policy = guardPolicy(config, brokerUrl);
  for (const { host, port } of unicast) {
    const refused = refuseAddress(host, policy);
    if (refused !== undefined)
      throw new CameraConfigError(
        `/cameras/unicast: ${host}:${port} is never asked: ${refused} ${MEND[refused] ?? ""}`.trim(),
      );
  }
  const onlyLoopback =
    config.allowLoopback && unicast.length > 0 && unicast.every(({ host }) => host.startsWith("127."));
  const discovery: DiscoverySettings = {
    // A demo that is told to ask on the loopback address does not walk into the network that it happens to run in.
    interfaces:
      onlyLoopback && config.interfaces.length === 0 ? [] : interfaceAddresses(networkInterfaces(), config.interfaces),
    unicast,
    listenMilliseconds: onlyLoopback ? LISTEN_LOOPBACK_MILLISECONDS : LISTEN_MILLISECONDS,
    jitterMilliseconds: () => randomInt(50, 251),
    newMessageId: () => `urn:uuid:${randomUUID()}`,
    now,
    budget: new BurstBudget(now),
  };
  const contact =
    config.contact === undefined ? "" : ` (${config.contact.replaceAll(/[^\x20-\x7e]|[()]/g, "").slice(0, 128)})`;
  return new CameraRounds(discovery, {
    policy,
    userAgent: `Probewarden/1${contact}`,
    deadlineMilliseconds: CALL_DEADLINE_MILLISECONDS,
    now,
  });
}

/** Looks for cameras once: what `probewarden-agent cameras` prints. @throws CameraConfigError */
export async function visitOnce(config: CameraConfig, brokerUrl?: string): Promise<CameraFinding[]> {
  const { visits } = await cameraRounds(config, brokerUrl).run(() => undefined);
  return visits.map((each) => each.finding);
}
