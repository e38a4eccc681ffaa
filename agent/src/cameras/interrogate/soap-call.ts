import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { TLSSocket } from "node:tls";
import type { CameraOutcome } from "@probewarden/contract";
import type { Target } from "./address-guard.ts";
import { readEnvelope } from "./soap-envelope.ts";
import { parseXml, XML_LIMITS, XmlRefused, type XmlElement } from "./xml.ts";

/** A call and what came back. */
export interface CallResult {
  outcome: CameraOutcome;
  /** First element of the SOAP body, when there is one. */
  body: XmlElement | undefined;
  /** The body as it came, cut at the limit. */
  raw: Buffer;
  status: number | undefined;
  /** TLS was used and the certificate proves nothing (self-signed, expired, other name). Recorded; never a reason to stop. */
  certificateUnproven: boolean;
  milliseconds: number;
}

/** Fixed for every call. There is deliberately no way to add a header: no credentials can be sent from here. */
export interface CallSettings {
  userAgent: string;
  /** Absolute, from the first packet to the last octet. */
  deadlineMilliseconds: number;
}

export const CALL_DEADLINE_MILLISECONDS = 3_000;

/** Sends one SOAP 1.2 request and reads the answer, never longer than the deadline and never more than the limit. Never throws. */
export function soapCall(
  target: Target,
  envelope: string,
  settings: CallSettings,
  signal?: AbortSignal,
): Promise<CallResult> {
  const payload = Buffer.from(envelope);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let status: number | undefined;
    let certificateUnproven = false;
    let settled = false;

    const request = (target.secure ? httpsRequest : httpRequest)({
      host: target.address,
      port: target.port,
      path: target.path,
      method: "POST",
      agent: false,
      maxHeaderSize: 16 * 1024,
      // A camera's certificate is a fact about it, not its identity.
      ...(target.secure ? { rejectUnauthorized: false } : {}),
      headers: {
        "content-type": "application/soap+xml; charset=utf-8",
        "content-length": payload.length,
        "user-agent": settings.userAgent,
        connection: "close",
      },
    });
    const finish = (found: CameraOutcome, whole = false): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      signal?.removeEventListener("abort", onAbort);
      request.destroy();
      const raw = Buffer.concat(chunks).subarray(0, XML_LIMITS.bytes);
      const read = whole ? readAnswer(raw, status ?? 0) : { outcome: found, body: undefined };
      resolve({ ...read, raw, status, certificateUnproven, milliseconds: performance.now() - startedAt });
    };
    const deadline = setTimeout(() => finish("timed-out"), settings.deadlineMilliseconds);
    const onAbort = (): void => finish("timed-out");
    signal?.addEventListener("abort", onAbort);

    // Stays on for the life of the request: octets after a complete answer raise an error that has no meaning any more.
    request.on("error", (error) => finish(transportOutcome(error)));
    request.on("response", (response: IncomingMessage) => {
      status = response.statusCode;
      if (response.socket instanceof TLSSocket) certificateUnproven = !response.socket.authorized;
      response.on("error", (error) => finish(transportOutcome(error, true)));
      response.on("aborted", () => finish("truncated"));
      if (status !== undefined && status >= 300 && status < 400) return finish("redirected");
      const encoding = response.headers["content-encoding"];
      if (encoding !== undefined && encoding !== "identity") return finish("encoded");
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > XML_LIMITS.bytes) finish("too-long");
      });
      response.on("end", () => finish("answered", true));
    });
    request.end(payload);
  });
}

function transportOutcome(error: Error, answering = false): CameraOutcome {
  const code = "code" in error ? String(error.code) : "";
  if (code.startsWith("HPE_")) return code === "HPE_INVALID_EOF_STATE" ? "truncated" : "bad-framing";
  if (code === "ECONNRESET" && answering) return "truncated";
  return "unreachable";
}

function readAnswer(raw: Buffer, status: number): { outcome: CameraOutcome; body: XmlElement | undefined } {
  if (status === 401 || status === 403) return { outcome: "refused", body: undefined };
  if (status === 423) return { outcome: "locked", body: undefined };
  try {
    const body = readEnvelope(parseXml(raw).root);
    if (body === undefined) return { outcome: "not-soap", body };
    if (body.kind === "fault") return { outcome: body.fault, body: undefined };
    return { outcome: "answered", body: body.element };
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    // A page, a picture, a stack trace: it never meant to be SOAP, so "malformed" would blame the wrong thing.
    const meantSoap = error.reason !== "malformed" || raw.subarray(0, 4096).includes("Envelope");
    return { outcome: meantSoap ? error.reason : "not-soap", body: undefined };
  }
}
