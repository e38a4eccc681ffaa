import { readFileSync } from "node:fs";
import { ConfigError, packageFile } from "@probewarden/cli";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";
import { parse } from "yaml";

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
export type PublicNetworkList = Static<typeof List>;

/** Reads the list. Throws {@link ConfigError}. */
export function readPublicNetworkList(file = FILE): PublicNetworkList {
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
  return list;
}

/** The list that comes with the software. This module is read when the program is built (`agent/read-at-build.ts`): the bundle holds the list itself. */
export const PUBLIC_NETWORK_LIST: PublicNetworkList = readPublicNetworkList();
