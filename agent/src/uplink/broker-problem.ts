import type { HealthProblemCode, Problem } from "@probewarden/contract";

/** What a person should mend about the way to the collector. */
export type UplinkProblem = Problem<
  Extract<HealthProblemCode, "broker-refused" | "broker-unreachable" | "broker-certificate" | "subscription-refused">
>;

/** Codes of Node's TLS layer that mean: the certificate was not accepted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_SSL|ERR_TLS|EPROTO/;

/** What the system says of a way that ends before the broker, and what helps. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND:
    "is a name that this machine does not know (ENOTFOUND); give the collector's IP address in /mqtt/url, which its certificate must hold too",
  EAI_AGAIN:
    "cannot be looked up, for no name server answers (EAI_AGAIN); give the collector's IP address in /mqtt/url",
  ECONNREFUSED:
    "does not answer on that port (ECONNREFUSED); is the collector running, and is the port that of /mqtt/url?",
  EHOSTUNREACH: "cannot be reached from this network (EHOSTUNREACH)",
  ENETUNREACH: "cannot be reached: this machine has no network (ENETUNREACH)",
};

/**
 * Says in one sentence why a connection to the broker failed. [MQTT-3.2.2-6] CONNACK return codes: 4 bad user name or password, 5 not
 * authorised.
 */
export function explainBrokerError(host: string, error: Error & { code?: string | number }): UplinkProblem {
  const code = error.code;
  const broker = host.slice(0, 128);
  if (code === 4 || code === 5) {
    return {
      code: "broker-refused",
      text: `${host} does not let this sensor in: it was retired, another box took its place, or its password is another; have a code made (Sensors, "Let boxes join", or "Another box in its place") and join by it`,
      facts: { broker, "return-code": code },
    };
  }
  if (typeof code === "number")
    return {
      code: "broker-refused",
      text: `${host} refuses the connection with MQTT return code ${code}`,
      facts: { broker, "return-code": code },
    };
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const name = host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
    return {
      code: "broker-certificate",
      text: `${host} shows a certificate that does not hold "${name}" (${code}); on the collector: probewarden-collector certificates renew --host ${name}, and start it anew`,
      facts: { broker, cause: code },
    };
  }
  if (code !== undefined && CERTIFICATE.test(code)) {
    return {
      code: "broker-certificate",
      text: `${host} shows a certificate that is not trusted (${code}); mqtt.caFile must name the collector's authority, and the clock must be right`,
      facts: { broker, cause: code },
    };
  }
  return {
    code: "broker-unreachable",
    text: `${host} ${(code !== undefined && UNREACHABLE[code]) || `does not answer${code === undefined ? "" : ` (${code})`}`}`,
    facts: { broker, ...(code === undefined ? {} : { cause: code }) },
  };
}
