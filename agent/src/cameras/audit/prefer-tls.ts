import type { Target } from "../interrogate/address-guard.ts";
import { soapCall } from "../interrogate/soap-call.ts";
import { envelope } from "../interrogate/soap-envelope.ts";
import { webCall, type CallSettings } from "../interrogate/web-call.ts";
import { knockAt } from "../knock.ts";
import { chooseChallenge } from "./digest.ts";
import { READS, SERVICES } from "./reads.ts";
import type { SessionWorld } from "./session.ts";

const TLS_PORT = 443;

/** How to ask, and where it is written down first. */
export interface TlsMeans {
  settings: CallSettings;
  signal: AbortSignal;
  /** Told of each call at the target before it is made. @throws what cannot be written down is not sent */
  log: (target: Target, entry: Parameters<SessionWorld["log"]>[0]) => Promise<void>;
  /** 443 except in tests. */
  port?: number;
}

/**
 * Where an account is offered at an address that was typed without scheme and port: by TLS where the camera's own interface answers there, ONVIF
 * or ISAPI, else in clear. That is asked as nobody; a web page at that port is no answer of either.
 */
export async function preferTls(plain: Target, { settings, signal, log, port = TLS_PORT }: TlsMeans): Promise<Target> {
  const secure: Target = { ...plain, port, secure: true };
  if (signal.aborted || (await knockAt(plain.address, port)) !== "open" || signal.aborted) return plain;
  await log(secure, { method: "POST", path: secure.path, account: false });
  const call = "GetSystemDateAndTime";
  const question = {
    envelope: envelope(`<${call} xmlns="${SERVICES.device}"/>`),
    action: `${SERVICES.device}/${call}`,
  };
  const time = await soapCall(secure, question, settings, signal);
  if (time.failure === undefined && time.raw.includes(`${call}Response`)) return secure;
  // No TLS, or no HTTP over it: nothing else is to be had there.
  if (time.failure !== undefined || signal.aborted) return plain;
  const own = { ...secure, path: READS.isapi.entry };
  await log(own, { method: "GET", path: own.path, account: false });
  const heard = await webCall(own, { method: "GET", headers: {}, payload: undefined }, settings, signal);
  const asksForLogin = heard.status === 401 && chooseChallenge(heard.challenge) !== undefined;
  const isTold = heard.status === 200 && heard.raw.includes("DeviceInfo");
  return heard.failure === undefined && (asksForLogin || isTold) ? secure : plain;
}
