import type { Target } from "./address-guard.ts";
import { webCall, type CallSettings, type HeardCall } from "./web-call.ts";

/** What is asked: an envelope and the action it names. */
export interface SoapQuestion {
  envelope: string;
  /** SOAP 1.2 part 2, 6.5.3: a parameter of the media type. It may be left out, but some servers answer nobody who does. */
  action: string;
}

/** Headers of a SOAP 1.2 request. */
export const soapHeaders = (action: string): Record<string, string> => ({
  "content-type": `application/soap+xml; charset=utf-8; action="${action}"`,
});

/** Sends one SOAP 1.2 request as nobody. There is deliberately no way to add a header: no credentials can be sent from here. */
export function soapCall(
  target: Target,
  question: SoapQuestion,
  settings: CallSettings,
  signal?: AbortSignal,
): Promise<HeardCall> {
  const payload = Buffer.from(question.envelope);
  return webCall(target, { method: "POST", headers: soapHeaders(question.action), payload }, settings, signal);
}
