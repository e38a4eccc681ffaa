import { readFileSync } from "node:fs";
import { InventoryEntry, SuspectAddress, Timestamp, VenueSsid } from "@probewarden/contract";
import { Type, type Static, type TSchema } from "typebox";
import { Check } from "typebox/value";
import { ConfigError } from "@probewarden/cli";
import type { Canary } from "./venue.ts";

const Networks = Type.Array(InventoryEntry);
/** Pieces of bait at once: one every ten minutes for four weeks. */
const MOST_BAIT = 4_096;

const Canaries = Type.Array(
  Type.Object(
    {
      transmitter: SuspectAddress("the one-time address that asked"),
      ssid: VenueSsid("the random name it asked for"),
      askedAt: Type.Optional(Timestamp("when it asked")),
    },
    { additionalProperties: false },
  ),
  { maxItems: MOST_BAIT },
);

/** The venue's own access points from the file that `radio.networks` names (ssid in hex). Throws {@link ConfigError}. */
export function readVenueNetworks(file: string): InventoryEntry[] {
  const example = '[{"bssid":"02:00:00:00:00:01","ssid":"43616665","channel":6,"security":"wpa2"}]';
  return readList(Networks, file, "/radio/networks", "access points", example);
}

/** What was sent as bait, from the file that `radio.canaries` names (ssid in hex, `askedAt` where it is known). Throws {@link ConfigError}. */
export function readVenueCanaries(file: string): Canary[] {
  const example =
    '[{"transmitter":"02:5e:00:00:00:01","ssid":"6b3376397730713278376161","askedAt":"2026-11-26T08:00:00.000Z"}]';
  return readList(Canaries, file, "/radio/canaries", "what was sent as bait", example).map(({ askedAt, ...bait }) =>
    askedAt === undefined ? bait : { ...bait, askedAtSeconds: Date.parse(askedAt) / 1000 },
  );
}

function readList<T extends TSchema>(schema: T, file: string, path: string, what: string, example: string): Static<T> {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ConfigError(`${file}: ${path} cannot be read as JSON (example: ${example})`, { cause });
  }
  if (!Check(schema, list)) throw new ConfigError(`${file}: ${path} is not a list of ${what} (example: ${example})`);
  return list;
}
