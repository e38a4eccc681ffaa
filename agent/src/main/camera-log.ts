import { CommandError } from "@probewarden/cli";
import { accountabilityFile, AccountabilityLog } from "../cameras/accountability/accountability-log.ts";
import { isSent, type LogEntry, type RoundBegun, type RoundEnded } from "../cameras/accountability/log-entry.ts";
import { plainAddress, spellPlace } from "../cameras/interrogate/address-guard.ts";
import { loadCameraConfig } from "./load-config.ts";
import { printableJson, quoted } from "./printable.ts";

/** What the command line was given. */
export interface CameraLogArguments {
  config: string;
  /** It was named, and is not only where a configuration usually is. */
  isConfigGiven: boolean;
  jsonl: boolean;
  /** Only what was sent to these. */
  address: readonly string[];
}

/** Prints what this sensor has sent to cameras, oldest first: the accountability log. Throws {@link CommandError} when it cannot be read. */
export async function printCameraLog({ config, isConfigGiven, jsonl, address }: CameraLogArguments): Promise<void> {
  const { dataDir } = loadCameraConfig(config, process.env, isConfigGiven);
  const file = accountabilityFile(dataDir);
  const wanted = new Set(address.map(plainAddress));
  let entries = 0;
  try {
    for await (const entry of new AccountabilityLog(dataDir).entries()) {
      if (wanted.size > 0 && !(isSent(entry) && wanted.has(entry.address))) continue;
      entries++;
      process.stdout.write(`${jsonl ? printableJson(entry, 0) : spellEntry(entry)}\n`);
    }
  } catch (cause) {
    throw new CommandError(`${file} cannot be read: run it as the sensor's user, or with sudo`, { cause });
  }
  if (entries === 0) process.stderr.write(`nothing stands in ${file}\n`);
}

const list = (items: readonly unknown[]): string => (items.length === 0 ? "none" : items.join(", "));

/** One entry on one line; what a device chose stands in quotes. */
export function spellEntry(entry: LogEntry): string {
  if (isSent(entry)) {
    const { at, address, port, tls, method, path, call, account } = entry;
    const what = [tls ? "TLS" : "", method, quoted(path), call ?? ""].filter((part) => part !== "").join(" ");
    return `${at}  ${spellPlace(address, port)}  ${what}  ${account ? "with the account" : "as nobody"}`;
  }
  if ("search" in entry)
    return `${entry.at}  ${entry.search} asked: ${spellPlace(entry.group, entry.port)} on the network of ${entry.interface}`;
  return `${entry.at}  round ${entry.round}: ${spellRound(entry)}`;
}

/** What a round asks, or has asked altogether, without its time. */
export function spellRound(entry: RoundBegun | RoundEnded): string {
  if (entry.round === "begun") {
    const { interfaces, named, ranges, ports } = entry;
    return `asked: networks of ${list(interfaces)}; named: ${list(named)}; ranges: ${list(ranges)}; TCP ports: ${list(ports)}`;
  }
  const { discoveryPackets, connections, cameras, callsToCameras, callsToOthers, others } = entry;
  return (
    `sent: ${discoveryPackets} discovery packets, ${connections} connections to see who is there, ${callsToCameras} calls to ${cameras} cameras, ` +
    `${callsToOthers} calls to ${others} addresses that proved to be none`
  );
}
