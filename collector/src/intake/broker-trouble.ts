import type { CollectorProblem } from "@probewarden/contract";

/** Codes with which OpenSSL and Node refuse a certificate; the list is open, so a family is known by how it begins. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|TLS_|SSL/;

/** CONNACK of a broker that does not speak the version: of MQTT 3.1.1 (3.2.2.3), and of MQTT 5 (3.2.2.2). */
const OTHER_VERSION = new Set([1, 0x84]);

const KEPT = "Sensors keep their messages.";

/** Why the collector hears no sensor, for `/api/health` and the log. `error` is what MQTT.js said last; undefined when the broker just went. */
export function brokerTrouble(error: Error | undefined): CollectorProblem {
  const code = error !== undefined && "code" in error ? error.code : undefined;
  return { code: "broker-away", text: textOf(error, code) };
}

function textOf(error: Error | undefined, code: unknown): string {
  if (error instanceof NoSharedSubscriptions || (typeof code === "number" && OTHER_VERSION.has(code)))
    return `The broker has no shared subscriptions of MQTT 5, which /mqtt/group needs: take one that has, or run one collector without /mqtt/group. ${KEPT}`;
  // [MQTT-3.2.2-3] A broker that refuses a login answers with a number; all others are names of the system or of OpenSSL.
  if (typeof code === "number")
    return `The broker refuses the collector's login: check /mqtt/username and /mqtt/passwordFile. ${KEPT}`;
  if (typeof code === "string" && CERTIFICATE.test(code))
    return `The broker's certificate is not trusted (${code}): check /mqtt/caFile and the host name in /mqtt/url. ${KEPT}`;
  if (error instanceof SubscriptionRefused)
    return `The broker does not let the collector read: check the broker's access control list. ${KEPT}`;
  return `The broker is away: check that it runs, and /mqtt/url. ${KEPT}`;
}

/** The broker says that it has no shared subscriptions. */
export class NoSharedSubscriptions extends Error {
  override readonly name = "NoSharedSubscriptions";
}

/** [MQTT-3.9.3-2] SUBACK said failure. */
export class SubscriptionRefused extends Error {
  override readonly name = "SubscriptionRefused";
}
