import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Account } from "./account.ts";

/** A camera of a test that checks logins for itself, by the letter of RFC 7616 and of the UsernameToken Profile. */
export interface TestCamera {
  port: number;
  /** What was asked, with the Authorization header that came along. */
  requests: { method: string; path: string; authorization: string | undefined; body: string }[];
  stop: () => Promise<void>;
}

/** Answers one request; it has been read whole. */
export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Starts a server on a free port of 127.0.0.1. */
export async function startTestCamera(answer: Answer): Promise<TestCamera> {
  const requests: TestCamera["requests"] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      requests.push({ method, path: url, authorization: headers.authorization, body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, requests, stop };
}

/** Whether an Authorization header answers a Digest challenge of that nonce rightly. */
export function isRightDigest(header: string | undefined, method: string, account: Account, nonce: string): boolean {
  const fields = new Map(
    [...(header ?? "").matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g)].map(([, name = "", quoted, bare]) => [
      name,
      quoted ?? bare ?? "",
    ]),
  );
  const of = (name: string): string => fields.get(name) ?? "";
  const hash = (text: string): string =>
    createHash(of("algorithm") === "SHA-256" ? "sha256" : "md5")
      .update(text)
      .digest("hex");
  const a1 = hash(`${account.name}:${of("realm")}:${account.password}`);
  const a2 = hash(`${method}:${of("uri")}`);
  const expected = hash(`${a1}:${of("nonce")}:${of("nc")}:${of("cnonce")}:${of("qop")}:${a2}`);
  return of("username") === account.name && of("nonce") === nonce && of("response") === expected;
}

/** Whether a SOAP request carries a right WS-UsernameToken whose time is that of the camera's clock. */
export function isRightToken(body: string, account: Account, clock: number): boolean {
  const of = (name: string): string => new RegExp(String.raw`<${name}(?:\s[^>]*)?>([^<]*)<`).exec(body)?.[1] ?? "";
  const digest = createHash("sha1")
    .update(Buffer.from(of("Nonce"), "base64"))
    .update(of("Created"))
    .update(account.password);
  const age = Math.abs(clock - Date.parse(of("Created")));
  return of("Username") === account.name && of("Password") === digest.digest("base64") && age < 60_000;
}

/** A SOAP answer. */
export const soapAnswer = (inner: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:ter="http://www.onvif.org/ver10/error"><s:Body>${inner}</s:Body></s:Envelope>`;
