import { readFileSync } from "node:fs";
import { ConfigError, packageFile } from "@probewarden/cli";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";
import { parse } from "yaml";
import { PRODUCT_FINGERPRINT } from "./figures.ts";

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

/** One product, and how it is recognised. */
export interface Fingerprint {
  id: string;
  product: string;
  name: RegExp;
  ouis: ReadonlySet<string> | undefined;
  source: string;
  confidence: Static<typeof Confidence>;
}

/** What a rule says of an access point, and how many of the last octets of its address the name carries: none is a name that anybody may have chosen. */
export interface Match {
  rule: Fingerprint;
  octets: number;
}

/** Reads the rules. Throws {@link ConfigError}. */
export function readFingerprints(file = FILE): Fingerprint[] {
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
  return list.map(({ name, ouis, ...rule }) => {
    try {
      return { ...rule, name: new RegExp(`^(?:${name})$`, "iu"), ouis: ouis === undefined ? undefined : new Set(ouis) };
    } catch (cause) {
      throw new ConfigError(`${file}: rule ${rule.id}: /name is no regular expression`, { cause });
    }
  });
}

/** The first rule that a network name and the address behind it fit; `address` is spelt with colons. Undefined: no product's. */
export function matchFingerprint(rules: readonly Fingerprint[], name: string, address: string): Match | undefined {
  const digits = address.replaceAll(":", "");
  for (const rule of rules) {
    const found = rule.name.exec(name);
    if (found === null || (rule.ouis !== undefined && !rule.ouis.has(address.slice(0, 8)))) continue;
    const octets = found.groups?.["octets"];
    if (octets === undefined) return { rule, octets: 0 };
    const isBound = octets.length >= PRODUCT_FINGERPRINT.digits && digits.endsWith(octets.toLowerCase());
    if (isBound) return { rule, octets: octets.length / 2 };
  }
  return undefined;
}
