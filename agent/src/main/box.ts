import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { spellOctets } from "@probewarden/contract";

const NUMBERS = ["/etc/machine-id", "/sys/firmware/devicetree/base/serial-number"];
const INTERFACES = "/sys/class/net";

/**
 * Which box this is, as a hash: of the number of its system, the serial number of its board, and its own network adapters. Two cards that were copied
 * from one have the same first, so it alone would make one box of two.
 */
export function boxOf(read: (file: string) => string | undefined = readIfThere, adapters = ownAdapters()): string {
  const numbers = [...NUMBERS.map(read), ...adapters].filter((number) => number !== undefined && number !== "");
  return createHash("sha256")
    .update(`probewarden box\n${numbers.join("\n")}`)
    .digest("hex");
}

/** What a box is called that has no other name: as its collector names it (`box-` and six letters of {@link boxOf}). */
export const boxName = (box = boxOf()): string => `box-${spellOctets(Buffer.from(box.slice(0, 6), "hex"))}`;

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replaceAll("\0", "").trim();
  } catch {
    return undefined;
  }
}

/** Addresses of adapters that are hardware. */
function ownAdapters(): string[] {
  if (!existsSync(INTERFACES)) return [];
  return readdirSync(INTERFACES)
    .filter((name) => existsSync(`${INTERFACES}/${name}/device`))
    .toSorted()
    .flatMap((name) => readIfThere(`${INTERFACES}/${name}/address`) ?? []);
}
