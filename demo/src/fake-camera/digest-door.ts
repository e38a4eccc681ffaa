import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Name and password of a fake camera's account. */
export interface DoorAccount {
  name: string;
  password: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** Checks logins as a camera does: HTTP Digest with SHA-256 and `qop=auth` (RFC 7616), a nonce of its own for each start. */
export class DigestDoor {
  readonly #account: DoorAccount;
  readonly #realm: string;
  readonly #nonce = randomBytes(16).toString("hex");

  constructor(account: DoorAccount, realm: string) {
    this.#account = account;
    this.#realm = realm;
  }

  /** WWW-Authenticate. */
  get challenge(): string {
    return `Digest realm="${this.#realm}", qop="auth", nonce="${this.#nonce}", algorithm=SHA-256`;
  }

  /** Whether an Authorization header answers {@link challenge} rightly for this request. */
  admits(method: string, uri: string, authorization: string | undefined): boolean {
    const fields = new Map(
      [...(authorization ?? "").matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(
        ([, name = "", quoted, bare]) => [name, quoted ?? bare ?? ""] as const,
      ),
    );
    const of = (name: string): string => fields.get(name) ?? "";
    if (of("username") !== this.#account.name || of("nonce") !== this.#nonce || of("uri") !== uri) return false;
    const secret = sha256(`${this.#account.name}:${this.#realm}:${this.#account.password}`);
    const right = sha256(
      `${secret}:${this.#nonce}:${of("nc")}:${of("cnonce")}:${of("qop")}:${sha256(`${method}:${uri}`)}`,
    );
    const given = Buffer.from(of("response"));
    return given.length === right.length && timingSafeEqual(given, Buffer.from(right));
  }
}
