import { cutCredentials } from "@probewarden/contract";

/** What stands where an address stood. */
const CUT_ADDRESS = "[address]";
/** Six octets, as people and devices spell them; without marks between them only where a letter tells them from a number. */
const SIX_OCTETS =
  /\b(?:[\da-f]{2}(?:([:-])[\da-f]{2})(?:\1[\da-f]{2}){4}|[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}|(?=\d*[a-f])[\da-f]{12})\b/gi;
/** Names of fields that hold a name of ours, a hash or an instant, and no text. */
const NO_TEXT = /(?:Id|[Ss]ha256|At)$|^at$/;

/**
 * Cuts out of what is packed about a camera what must not leave: credentials, logins and queries of URLs, and every spelled hardware address, for
 * nobody can tell whose it is. Sensors cut before they send; but a sensor may be another's, and what leaves is signed. It counts what it cut.
 */
export class CameraCuts {
  /** Texts that held a credential. */
  credentials = 0;
  /** Texts that spelled a hardware address. */
  addresses = 0;

  /** A value of JSON without them. */
  of<T>(value: T): T {
    return this.#cut(value) as T;
  }

  #cut(value: unknown): unknown {
    if (typeof value === "string") return this.#cutText(value);
    if (Array.isArray(value)) return value.map((each) => this.#cut(each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        typeof each === "string" && NO_TEXT.test(name) ? each : this.#cut(each),
      ]),
    );
  }

  #cutText(text: string): string {
    const open = cutCredentials(text);
    if (open !== text) this.credentials += 1;
    const bare = open.replaceAll(SIX_OCTETS, CUT_ADDRESS);
    if (bare !== open) this.addresses += 1;
    return bare;
  }
}
