import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { CommandError } from "@probewarden/cli";
import type { CameraFinding } from "@probewarden/contract";
import type { LogEntry } from "../cameras/accountability/log-entry.ts";
import { CameraConfigError, visitOnce } from "../cameras/cameras-once.ts";
import { logEvidence, visitEvidence } from "../cameras/evidence/visit-evidence.ts";
import { KillSwitch } from "../cameras/kill-switch.ts";
import { ownNetworks, whyNotInterface } from "../cameras/own-network.ts";
import { NOWHERE_BY_ITSELF, NOWHERE_TO_ASK, placesToAsk } from "../cameras/places-to-ask.ts";
import { beginBundle } from "./begin-bundle.ts";
import { spellRound } from "./camera-log.ts";
import { spellLoss } from "./camera-losses.ts";
import { checkCameras } from "./check-parts.ts";
import { loadCameraConfig } from "./load-config.ts";
import { printableJson, quoted } from "./printable.ts";
import { hostsOfRange, readTypedAddress } from "./typed-places.ts";

/** What the command line was given. */
export interface CamerasArguments {
  config: string;
  /** It was named, and is not only where a configuration usually is. */
  isConfigGiven: boolean;
  json: boolean;
  jsonl: boolean;
  interface: readonly string[];
  cidr: readonly string[];
  address: readonly string[];
  /** Ask each camera, without a login, for what is kept for who has one, once. */
  askMedia?: boolean;
  /** File that is made, with all answers, what was sent and their hashes. */
  bundle?: string;
}

/**
 * Looks for cameras once and prints what was found, and what was not used and why; nothing is sent. Throws {@link CommandError} where there
 * is nothing to ask on, and where no camera answered: neither is a venue without cameras.
 */
export async function printCameras(given: CamerasArguments): Promise<void> {
  const file = given.config;
  const { cameras, ...config } = loadCameraConfig(file, process.env, given.isConfigGiven);
  const named = given.address.map(readTypedAddress);
  const range = [...new Set(given.cidr.flatMap(hostsOfRange))];
  const isTyped = named.length > 0 || range.length > 0;
  for (const name of given.interface) {
    const why = whyNotInterface(networkInterfaces(), name);
    if (why !== undefined) throw new CommandError(`--interface ${why}`);
  }
  const settings = given.interface.length === 0 ? cameras : { ...cameras, interfaces: [...given.interface] };
  checkCameras({ ...config, cameras: settings }, file);
  const asksOn = [
    ...given.address,
    ...given.cidr,
    ...(isTyped && given.interface.length === 0 ? settings.unicast : placesToAsk(settings)),
  ];
  if (asksOn.length === 0) throw new CommandError(existsSync(file) ? `${file}: ${NOWHERE_TO_ASK}` : NOWHERE_BY_ITSELF);
  const places = { named, range, ranges: given.cidr };
  const bundle = await beginBundle(given.bundle);
  const logged: LogEntry[] = [];
  const killSwitch = new KillSwitch(config.dataDir);
  const { signal, end } = killSwitch.watch();
  const surroundings = {
    brokerUrl: config.mqtt.url,
    dataDir: config.dataDir,
    places,
    askMedia: given.askMedia === true,
    logged: (entries: readonly LogEntry[]) => void logged.push(...entries),
  };
  const { visits, dropped } = await visitOnce(settings, surroundings, signal)
    .catch((error: unknown) => {
      throw error instanceof CameraConfigError ? new CommandError(error.message) : error;
    })
    .finally(end);
  const findings = visits.map((each) => each.finding);
  if (given.jsonl) for (const finding of findings) process.stdout.write(`${printableJson(finding, 0)}\n`);
  else if (given.json) process.stdout.write(`${printableJson(findings)}\n`);
  else for (const finding of findings) process.stdout.write(`${spellCamera(finding)}\n`);
  for (const visit of visits) await bundle?.add(visitEvidence(visit));
  await bundle?.addLog(logEvidence(logged));
  if (bundle !== undefined) process.stderr.write(`${given.bundle ?? ""}: seal ${await bundle.end()}\n`);
  const elsewhere = placesElsewhere(given, networkInterfaces());
  if (elsewhere.length > 0) process.stderr.write(`${ELSEWHERE} ${elsewhere.join(", ")}\n`);
  for (const entry of logged) if ("round" in entry) process.stderr.write(`${spellRound(entry)}\n`);
  for (const [reason, count] of Object.entries(dropped)) process.stderr.write(`${spellLoss(reason, count)}\n`);
  if (signal.aborted) throw new CommandError(`stopped: ${killSwitch.path} is there`);
  if (findings.length === 0) throw new CommandError(`no camera answered (asked: ${asksOn.join(", ")})`);
}

const ELSEWHERE =
  "in no network of this machine, so that only a router leads there, no search by multicast reaches it and no hardware address is seen:";

/** Addresses and ranges, as they were typed, that lie in no network of this machine. */
export function placesElsewhere(
  { address, cidr }: Pick<CamerasArguments, "address" | "cidr">,
  interfaces: Parameters<typeof ownNetworks>[0],
): string[] {
  const isHere = ownNetworks(interfaces);
  return [
    ...address.filter((each) => !isHere(readTypedAddress(each).address)),
    ...cidr.filter((each) => !hostsOfRange(each).every(isHere)),
  ];
}

/** One camera on one line: its address, what it says of itself in quotes, and what is proven. */
export function spellCamera(finding: CameraFinding): string {
  const { address, name, hardware, webServer, streamServer, analytics, ladder, asked, oddities } = finding;
  const steps = ladder
    .map(
      ({ category, step, proofs: [proof] }) =>
        `${category}: ${step}${proof === undefined ? "" : ` (${proof.call} ${quoted(proof.quote)})`}`,
    )
    .join(", ");
  const unanswered = asked.filter(({ outcome }) => outcome !== "answered");
  return [
    address,
    ...(hardware === undefined ? [] : [`hardware ${quoted(hardware)}`]),
    ...(name === undefined ? [] : [`name ${quoted(name)}`]),
    ...(webServer === undefined ? [] : [`web server ${quoted(webServer)}`]),
    ...(streamServer === undefined ? [] : [`stream server ${quoted(streamServer)}`]),
    `analytics ${analytics}`,
    ...(steps === "" ? [] : [steps]),
    ...unanswered.map(({ call, outcome }) => `${call} ${outcome}`),
    ...oddities.map(({ text }) => text),
  ].join("  ");
}
