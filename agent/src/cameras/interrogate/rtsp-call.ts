import { connect } from "node:net";
import type { CameraOutcome } from "@probewarden/contract";
import { spellPlace } from "./address-guard.ts";
import type { CallSettings } from "./web-call.ts";

/** Where streams are (RFC 2326, IANA). */
export const RTSP_PORT = 554;

/** A head has some 200 octets. */
const OCTETS = 4_096;

/** What the server of a camera's streams says to a stranger. */
export interface RtspAnswer {
  outcome: CameraOutcome;
  /** The head of the answer as it came, cut at its limit; what follows a head is not read. */
  raw: Buffer;
  /** WWW-Authenticate, as it came; empty when no login is asked for. */
  challenge: string;
  /** Server, as it came; empty where it names none. */
  server: string;
}

/**
 * What is asked: the server's methods, or what its streams are. Neither sets a stream up nor begins one (RFC 2326, 10.1 and 10.2); there is no
 * way to ask for anything else from here.
 */
export type RtspMethod = "OPTIONS" | "DESCRIBE";

const startOf = (method: RtspMethod, address: string): string =>
  method === "OPTIONS"
    ? "OPTIONS * RTSP/1.0\r\n"
    : `DESCRIBE rtsp://${spellPlace(address)}/ RTSP/1.0\r\nAccept: application/sdp\r\n`;

/**
 * Sends one request. Nothing further is sent, whatever comes back, and the connection is ended with the head of the answer. Undefined when
 * nothing takes a connection there, which is no answer of a camera. Never throws.
 */
export function askRtsp(
  method: RtspMethod,
  { address, port }: { address: string; port: number },
  { userAgent, deadlineMilliseconds }: CallSettings,
  signal?: AbortSignal,
): Promise<RtspAnswer | undefined> {
  if (signal?.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let isConnected = false;
    const socket = connect({ host: address, port });
    const finish = (failure?: CameraOutcome): void => {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", onAbort);
      socket.destroy();
      const all = Buffer.concat(chunks);
      const end = all.indexOf("\r\n\r\n");
      const raw = all.subarray(0, Math.min(OCTETS, end < 0 ? OCTETS : end + 4));
      resolve(isConnected && length > 0 ? readHead(raw, failure) : undefined);
    };
    const onAbort = (): void => finish("timed-out");
    const deadline = setTimeout(() => finish("timed-out"), deadlineMilliseconds);
    signal?.addEventListener("abort", onAbort);
    socket.on("connect", () => {
      isConnected = true;
      socket.write(`${startOf(method, address)}CSeq: 1\r\nUser-Agent: ${userAgent}\r\n\r\n`);
    });
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (Buffer.concat(chunks).subarray(0, OCTETS).includes("\r\n\r\n")) finish();
      else if (length > OCTETS) finish("too-long");
    });
    socket.on("end", () => finish("truncated"));
    socket.on("error", () => finish("truncated"));
  });
}

function readHead(raw: Buffer, failure: CameraOutcome | undefined): RtspAnswer {
  const head = raw.toString("latin1");
  const status = /^RTSP\/\d\.\d (\d{3})(?=[ \r])/.exec(head)?.[1];
  const field = (name: string): string[] =>
    [...head.matchAll(new RegExp(`^${name}:[ \\t]*(.{0,1024})`, "gim"))].map(([, said]) => said ?? "");
  const said = (): CameraOutcome => {
    if (status === undefined) return "bad-framing";
    if (status === "200") return "answered";
    return status === "401" || status === "403" ? "refused" : "fault";
  };
  return {
    outcome: failure ?? said(),
    raw,
    challenge: field("WWW-Authenticate").join(", "),
    server: field("Server")[0]?.trim() ?? "",
  };
}
