import { connect } from "node:net";
import type { CameraOutcome } from "@probewarden/contract";
import type { CallSettings } from "./web-call.ts";

/** Where streams are (RFC 2326, IANA). */
export const RTSP_PORT = 554;

/** A banner has some 200 octets. */
const OCTETS = 4_096;

/** What the server of a camera's streams says to a stranger who asks for nothing but its methods. */
export interface RtspBanner {
  outcome: CameraOutcome;
  /** The head of the answer as it came, cut at its limit. */
  raw: Buffer;
  /** WWW-Authenticate, as it came; empty when no login is asked for. */
  challenge: string;
}

/**
 * One OPTIONS (RFC 2326, 10.1): it names no stream, begins none and describes none. Nothing further is sent, whatever comes back. Undefined when
 * nothing takes a connection there, which is no answer of a camera. Never throws.
 */
export function askRtspOptions(
  { address, port }: { address: string; port: number },
  { userAgent, deadlineMilliseconds }: CallSettings,
  signal?: AbortSignal,
): Promise<RtspBanner | undefined> {
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
      const raw = Buffer.concat(chunks).subarray(0, OCTETS);
      resolve(isConnected && length > 0 ? readBanner(raw, failure) : undefined);
    };
    const onAbort = (): void => finish("timed-out");
    const deadline = setTimeout(() => finish("timed-out"), deadlineMilliseconds);
    signal?.addEventListener("abort", onAbort);
    socket.on("connect", () => {
      isConnected = true;
      socket.write(`OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: ${userAgent}\r\n\r\n`);
    });
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > OCTETS) finish("too-long");
      else if (Buffer.concat(chunks).includes("\r\n\r\n")) finish();
    });
    socket.on("end", () => finish("truncated"));
    socket.on("error", () => finish("truncated"));
  });
}

function readBanner(raw: Buffer, failure: CameraOutcome | undefined): RtspBanner {
  const head = raw.toString("latin1");
  const status = /^RTSP\/\d\.\d (\d{3})(?=[ \r])/.exec(head)?.[1];
  const challenge = [...head.matchAll(/^WWW-Authenticate:[ \t]*(.{0,1024})/gim)]
    .map(([, said]) => said ?? "")
    .join(", ");
  const said = (): CameraOutcome => {
    if (status === undefined) return "bad-framing";
    if (status === "200") return "answered";
    return status === "401" || status === "403" ? "refused" : "fault";
  };
  return { outcome: failure ?? said(), raw, challenge };
}
