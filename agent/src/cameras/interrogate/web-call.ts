import { constants } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect as netConnect, type Socket } from "node:net";
import { connect as tlsConnect, TLSSocket } from "node:tls";
import type { CameraOutcome } from "@probewarden/contract";
import { spellPlace, type Target } from "./address-guard.ts";
import { rootPart } from "./multipart.ts";
import { XML_LIMITS } from "./xml-limits.ts";

/** A call and what came back over the network; nothing of it has been read yet. */
export interface HeardCall {
  /** Why no answer came; undefined when one did. `closed`: the peer ended the connection before it said anything. */
  failure: CameraOutcome | "closed" | undefined;
  /** The body as it came, cut at the limit; of one that has several parts the document alone. */
  raw: Buffer;
  status: number;
  contentType: string;
  /** WWW-Authenticate, as it came. */
  challenge: string;
  /** Server (RFC 9110, 10.2.4), as it came, cut; empty where it names none. */
  server: string;
  /** TLS was used and the certificate proves nothing (self-signed, expired, other name). Recorded; never a reason to stop. */
  certificateUnproven: boolean;
  milliseconds: number;
  /** What it cost the device: octets of the connection, both ways, with headers and TLS, without those of IP and TCP. */
  octets: number;
}

/** Fixed for every call. */
export interface CallSettings {
  userAgent: string;
  /** Absolute, from the first packet to the last octet. */
  deadlineMilliseconds: number;
  /** Octets that may still come in; those of one connection at most, as without it. */
  mostOctets?: number;
}

/** What is sent. */
export interface WebRequest {
  method: "GET" | "POST";
  headers: Readonly<Record<string, string>>;
  payload: Uint8Array | undefined;
}

export const CALL_DEADLINE_MILLISECONDS = 3_000;

const HEADER_OCTETS = 16 * 1024;
/** A product with its version, and some comments. */
const SERVER_OCTETS = 256;
/** All octets of one connection: the body, and what its frame may cost (headers, "100 Continue" and its headers, sizes of chunks). */
const CONNECTION_OCTETS = XML_LIMITS.bytes + 4 * HEADER_OCTETS;

/**
 * A camera's certificate is a fact about it, not its identity; and old firmware speaks TLS 1.0 with small keys, which is more than nothing. A
 * handshake is begun once: what asks for another is refused. OpenSSL reads 100 kB of certificates at most.
 */
const TLS = {
  rejectUnauthorized: false,
  minVersion: "TLSv1",
  ciphers: "DEFAULT@SECLEVEL=0",
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT | constants.SSL_OP_NO_RENEGOTIATION,
} as const;

/** Sends one request and hears the answer, never longer than the deadline and never more than the limit. Follows nothing. Never throws. */
export function webCall(
  target: Target,
  sent: WebRequest,
  settings: CallSettings,
  signal?: AbortSignal,
): Promise<HeardCall> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let status = 0;
    let contentType = "";
    let challenge = "";
    let server = "";
    let lengthGiven = false;
    let answering = false;
    let certificateUnproven = false;
    let settled = false;
    const most = Math.min(CONNECTION_OCTETS, settings.mostOctets ?? CONNECTION_OCTETS);

    // The octets of the wire are counted below TLS: a handshake may be long, too.
    const wire = netConnect({ host: target.address, port: target.port });
    // Whatever goes wrong below TLS is told by what is above it, once.
    wire.on("error", () => undefined);
    const request = httpRequest({
      host: target.address,
      port: target.port,
      defaultPort: target.secure ? 443 : 80,
      path: target.path,
      method: sent.method,
      createConnection: () => (target.secure ? tlsConnect({ ...TLS, socket: wire }) : wire),
      maxHeaderSize: HEADER_OCTETS,
      headers: {
        ...sent.headers,
        ...(sent.payload === undefined ? {} : { "content-length": sent.payload.length }),
        // A zone is this machine's, and no part of a name.
        ...(target.address.includes("%") ? { host: spellPlace(target.address, target.port) } : {}),
        "user-agent": settings.userAgent,
        connection: "close",
      },
    });
    const finish = (failure: HeardCall["failure"]): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      signal?.removeEventListener("abort", onAbort);
      const octets = wire.bytesRead + wire.bytesWritten;
      request.destroy();
      wire.destroy();
      const whole = { raw: Buffer.concat(chunks).subarray(0, XML_LIMITS.bytes), contentType };
      const milliseconds = performance.now() - startedAt;
      resolve({ failure, ...rootPart(whole), status, challenge, server, certificateUnproven, milliseconds, octets });
    };
    // Who has not taken a connection by then is not reached; who has taken it, and says nothing, is silent.
    const deadline = setTimeout(
      () => finish(wire.connecting ? "unreachable" : "timed-out"),
      settings.deadlineMilliseconds,
    );
    const onAbort = (): void => finish("timed-out");
    signal?.addEventListener("abort", onAbort);

    // Without a length, the end of the connection is the end of the answer, however rudely it comes (RFC 9112 6.3, rule 8).
    const cut = (failure: CameraOutcome | "closed"): void =>
      finish(failure === "truncated" && !lengthGiven && length > 0 ? undefined : failure);
    // Counted where they arrive, below HTTP: an endless row of "100 Continue" never becomes a response.
    request.on("socket", (socket: Socket) => {
      socket.on("data", () => {
        if (wire.bytesRead > most) finish("too-long");
      });
    });
    // Stays on for the life of the request: octets after a complete answer raise an error that has no meaning any more.
    request.on("error", (error) => cut(transportFailure(error, answering)));
    // A peer that changes the protocol ends the request without a response and without an error.
    request.on("close", () => finish("bad-framing"));
    request.on("response", (response: IncomingMessage) => {
      status = response.statusCode ?? 0;
      contentType = response.headers["content-type"] ?? "";
      challenge = response.headers["www-authenticate"] ?? "";
      server = String(response.headers["server"] ?? "").slice(0, SERVER_OCTETS);
      lengthGiven = response.headers["content-length"] !== undefined || "transfer-encoding" in response.headers;
      if (response.socket instanceof TLSSocket) certificateUnproven = !response.socket.authorized;
      answering = true;
      response.on("error", (error) => cut(transportFailure(error, true)));
      response.on("aborted", () => cut("truncated"));
      if (status >= 300 && status < 400) return finish("redirected");
      const encoding = response.headers["content-encoding"];
      if (encoding !== undefined && encoding !== "identity") return finish("encoded");
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > XML_LIMITS.bytes) finish("too-long");
      });
      response.on("end", () => finish(undefined));
    });
    request.end(sent.payload);
  });
}

function transportFailure(error: Error, answering: boolean): NonNullable<HeardCall["failure"]> {
  const code = "code" in error ? String(error.code) : "";
  if (code === "EPROTO" || /^ERR_(?:SSL|TLS)_/.test(code)) return "tls-failed";
  if (code.startsWith("HPE_")) return code === "HPE_INVALID_EOF_STATE" ? "truncated" : "bad-framing";
  if (code === "ECONNRESET" || code === "EPIPE") return answering ? "truncated" : "closed";
  return "unreachable";
}
