import { createHmac, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { ProviderSettings } from "./provider-settings.ts";

const CLIENT = "probewarden";
/** What the client shows to the issuer. */
export const CLIENT_SECRET = "secret-of-the-client";

/** What one sign-in is answered with: claims in the place of the right ones, and how the ID token is signed. */
export interface Lies {
  claims?: Record<string, unknown>;
  /** `none`: not at all. `HS256`: with the client's secret. `other`: with a key that the issuer does not publish. */
  signedBy?: "none" | "HS256" | "other";
}

/** For tests: an issuer that vouches for whatever it is told to, and takes a code as often as it comes. */
export interface TestIssuer {
  settings: ProviderSettings;
  /** What it says of itself; changed, it lies there too. */
  metadata: Record<string, unknown>;
  /** Requests that came, by path. */
  asked: string[];
  /** Bodies that came to the token endpoint. */
  redeemed: URLSearchParams[];
  /** Somebody signs in at the address to which a browser was sent: the query with which it comes back. */
  signIn: (url: string, subject: string, lies?: Lies) => string;
  close: () => Promise<void>;
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const makeKey = (): { publicKey: KeyObject; privateKey: KeyObject } =>
  generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = makeKey();
const otherKey = makeKey();

function tokenOf(claims: Record<string, unknown>, signedBy: Lies["signedBy"]): string {
  const alg = signedBy === "none" || signedBy === "HS256" ? signedBy : "RS256";
  const content = `${base64({ alg, kid: "one" })}.${base64(claims)}`;
  if (alg === "none") return `${content}.`;
  if (alg === "HS256") return `${content}.${createHmac("sha256", CLIENT_SECRET).update(content).digest("base64url")}`;
  const { privateKey } = signedBy === "other" ? otherKey : key;
  return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`;
}

/** @param publicUrl where browsers find the collector */
export async function startIssuer(publicUrl = "http://localhost"): Promise<TestIssuer> {
  const codes = new Map<string, { nonce: string; subject: string; lies: Lies }>();
  const asked: string[] = [];
  const redeemed: URLSearchParams[] = [];
  const answer = (response: ServerResponse, body: object, status = 200): void =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://issuer");
    asked.push(pathname);
    if (pathname === "/.well-known/openid-configuration") return answer(response, metadata);
    if (pathname === "/keys")
      return answer(response, {
        keys: [{ ...key.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }],
      });
    void text(request).then((body) => {
      const given = new URLSearchParams(body);
      redeemed.push(given);
      const code = codes.get(given.get("code") ?? "");
      if (code === undefined) return answer(response, { error: "invalid_grant" }, 400);
      const { nonce, subject, lies } = code;
      const now = Math.floor(Date.now() / 1_000);
      const claims = { iss: issuer, aud: CLIENT, sub: subject, nonce, iat: now, exp: now + 300, ...lies.claims };
      return answer(response, {
        access_token: "access",
        token_type: "Bearer",
        id_token: tokenOf(claims, lies.signedBy),
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const metadata: Record<string, unknown> = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    end_session_endpoint: `${issuer}/end`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
  return {
    settings: {
      issuer: new URL(issuer),
      clientId: CLIENT,
      clientSecret: CLIENT_SECRET,
      publicUrl: new URL(publicUrl),
      label: "集团账号",
      signOutThere: true,
      allow: ["127.0.0.1"],
    },
    metadata,
    asked,
    redeemed,
    signIn: (url, subject, lies = {}) => {
      const { searchParams } = new URL(url);
      const code = randomBytes(8).toString("hex");
      codes.set(code, { nonce: searchParams.get("nonce") ?? "", subject, lies });
      return `?${new URLSearchParams({ code, state: searchParams.get("state") ?? "" }).toString()}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve()).closeAllConnections();
      }),
  };
}
