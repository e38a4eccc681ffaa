import { readFileSync } from "node:fs";
import { ConfigError, packageFile } from "@probewarden/cli";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";
import { parse } from "yaml";

/** The list that comes with the software. */
const FILE = packageFile(import.meta.url, "data/fingerprints.yaml");

/** How well a rule is founded. */
const Confidence = Type.Union([Type.Literal("documented"), Type.Literal("reported"), Type.Literal("wording")]);

const Rules = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: "^[a-z0-9-]+$" }),
      product: Type.String({ minLength: 1 }),
      name: Type.String({ minLength: 1, maxLength: 300 }),
      ouis: Type.Optional(Type.Array(Type.String({ pattern: "^[0-9a-f]{2}(:[0-9a-f]{2}){2}$" }), { minItems: 1 })),
      source: Type.String({ minLength: 20 }),
      confidence: Confidence,
    },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 64 },
);
export type FingerprintList = Static<typeof Rules>;

/** Reads the rules. Throws {@link ConfigError}. */
export function readFingerprintList(file = FILE): FingerprintList {
  let list: unknown;
  try {
    list = parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ConfigError(`${file}: the products' fingerprints cannot be read as YAML`, { cause });
  }
  if (!Check(Rules, list))
    throw new ConfigError(
      `${file}: the products' fingerprints are no list of rules, each with id, product, name, source and confidence`,
    );
  for (const { id, name } of list)
    try {
      void new RegExp(name, "u");
    } catch (cause) {
      throw new ConfigError(`${file}: rule ${id}: /name is no regular expression`, { cause });
    }
  return list;
}

/** The rules that come with the software. This module is read when the program is built (`agent/read-at-build.ts`): the bundle holds the rules themselves. */
export const FINGERPRINT_LIST: FingerprintList = readFingerprintList();
