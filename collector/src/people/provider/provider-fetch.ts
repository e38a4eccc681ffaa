import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { guardedLookup, hostOf, isClosedHost, NotAllowedError } from "../../alerts/notify/reachable.ts";
import type { ProviderSettings } from "./provider-settings.ts";

/** Octets of an answer: metadata and keys of large providers have some tens of thousands. */
export const MOST_OCTETS = 256 * 1024;
/** Statuses that have no body (RFC 9110, 6.4.1). */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** What is asked, as the library hands it over. */
export interface Asked {
  method: string;
  headers: Record<string, string>;
  /** A form, where there is one. */
  body?: URLSearchParams | null | undefined;
  signal?: AbortSignal | undefined;
}

/** Names of this machine to itself. */
const isThisMachine = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Whether anything is asked at an address: over https, and at no host that needs the configuration's word and has not got it. Of this machine,
 * with that word, http is taken too.
 */
export function mayAsk(url: URL, allow: readonly string[]): boolean {
  const host = hostOf(url);
  if (url.username !== "" || url.password !== "") return false;
  if (url.protocol === "http:") return isThisMachine(host) && allow.includes(host);
  return url.protocol === "https:" && (allow.includes(host) || !isClosedHost(host));
}

/**
 * Asks the provider. What it says of its own addresses is not believed either: each is judged as the issuer is, the name is looked up once and
 * that address is connected to, no redirect is followed, and an answer that is too long is none.
 */
export const providerFetch =
  ({ allow, ca }: Pick<ProviderSettings, "allow" | "ca">) =>
  async (address: string, { method, headers, body, signal }: Asked): Promise<Response> => {
    const url = new URL(address);
    if (!mayAsk(url, allow)) throw new NotAllowedError(`${url.origin} is not an address that the provider may have`);
    const text = body?.toString();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const isTls = url.protocol === "https:";
      const request = (isTls ? httpsRequest : httpRequest)(url, {
        method,
        agent: false,
        ...(signal === undefined ? {} : { signal }),
        ...(isTls && ca !== undefined ? { ca } : {}),
        ...(allow.includes(hostOf(url)) ? {} : { lookup: guardedLookup() }),
        headers: { ...headers, ...(text === undefined ? {} : { "content-length": Buffer.byteLength(text) }) },
      });
      request.on("error", reject);
      request.on("response", resolve);
      request.end(text);
    });
    const octets = await readAll(response);
    const status = response.statusCode ?? 502;
    return new Response(WITHOUT_BODY.has(status) ? null : new Uint8Array(octets), {
      status,
      headers: { "content-type": response.headers["content-type"] ?? "" },
    });
  };

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    octets += chunk.length;
    if (octets > MOST_OCTETS) {
      response.destroy();
      throw new Error(`the provider's answer is longer than ${MOST_OCTETS} octets`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
