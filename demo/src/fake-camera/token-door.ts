import { createHash, timingSafeEqual } from "node:crypto";
import type { DoorAccount } from "./digest-door.ts";

/** How far the time of a token may be from the camera's own clock: the five minutes that WS-Security recommends. */
const MOST_MILLISECONDS = 300_000;

/** Checks logins as a camera does that knows them in SOAP alone: a WS-UsernameToken with a digest, by its own clock, each nonce once. */
export class TokenDoor {
  readonly #account: DoorAccount;
  readonly #clock: () => number;
  readonly #nonces = new Set<string>();

  /** @param clock the time that the camera itself tells, in milliseconds since 1970; it may be years off */
  constructor(account: DoorAccount, clock: () => number) {
    this.#account = account;
    this.#clock = clock;
  }

  /** Whether a SOAP request carries the right token (UsernameToken Profile 1.0: Base64(SHA-1(nonce + created + password))). */
  admits(body: string): boolean {
    const of = (name: string): string =>
      new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]{0,512})<`).exec(body)?.[1] ?? "";
    const [nonce, created] = [of("Nonce"), of("Created")];
    const isInTime = Math.abs(this.#clock() - Date.parse(created)) < MOST_MILLISECONDS;
    if (of("Username") !== this.#account.name || !isInTime || this.#nonces.has(nonce)) return false;
    const right = createHash("sha1")
      .update(Buffer.from(nonce, "base64"))
      .update(created)
      .update(this.#account.password, "utf8")
      .digest();
    const given = Buffer.from(of("Password"), "base64");
    if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
    // A fake camera lives as long as a test or a demo: an audit has some thirty requests.
    if (this.#nonces.size < 10_000) this.#nonces.add(nonce);
    return true;
  }
}
