import { readFileSync } from "node:fs";
import { ConfigError, packageFile } from "@probewarden/cli";
import { Type } from "typebox";
import { Check } from "typebox/value";
import { parse } from "yaml";
import { nameKey } from "./network-name.ts";

/** The list that comes with the software. */
const FILE = packageFile(import.meta.url, "data/public-networks.yaml");

const KINDS = ["operator", "city", "transport", "chain", "hotel", "association", "anybody"] as const;

const List = Type.Array(
  Type.Object(
    {
      owner: Type.String({ pattern: "^[a-z0-9-]+$" }),
      kind: Type.Union(KINDS.map((it) => Type.Literal(it))),
      source: Type.String({ minLength: 20 }),
      names: Type.Array(Type.String({ minLength: 1, maxLength: 32 }), { minItems: 1, maxItems: 32 }),
    },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 256 },
);

/** Networks whose names are the same for everybody, by the key of the name. */
export interface PublicNetworks {
  /** All names, as they are written in the list. */
  spelled: readonly string[];
  /** Keys of all names. */
  names: ReadonlySet<number>;
  /** Whose network a name is, as a number; names that are nobody's are left out. */
  owners: ReadonlyMap<number, number>;
}

/** Reads the list. Throws {@link ConfigError}. */
export function readPublicNetworks(file = FILE): PublicNetworks {
  let list: unknown;
  try {
    list = parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ConfigError(`${file}: the public networks cannot be read as YAML`, { cause });
  }
  if (!Check(List, list))
    throw new ConfigError(
      `${file}: the public networks are no list of entries, each with owner, kind, source and names`,
    );
  const names = new Set<number>();
  const owners = new Map<number, number>();
  for (const [owner, entry] of list.entries())
    for (const name of entry.names) {
      const key = nameKey(Buffer.from(name));
      names.add(key);
      if (entry.kind !== "anybody") owners.set(key, owner);
    }
  return { spelled: list.flatMap((entry) => entry.names), names, owners };
}

/** The list that comes with the software. */
export const PUBLIC_NETWORKS: PublicNetworks = readPublicNetworks();
