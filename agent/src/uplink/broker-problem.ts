import type { HealthProblemCode, Problem } from "@probewarden/contract";

/** What a person should mend about the way to the collector. */
export type UplinkProblem = Problem<
  Extract<HealthProblemCode, "broker-refused" | "broker-unreachable" | "broker-certificate" | "subscription-refused">
>;

/** Codes of Node's TLS layer that mean: the certificate was not accepted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_SSL|ERR_TLS|EPROTO/;

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
      text: `${host} refuses this sensor's name or password; compare mqtt.username and the password with "probewarden-collector sensor add"`,
      facts: { broker, "return-code": code },
    };
  }
  if (typeof code === "number")
    return {
      code: "broker-refused",
      text: `${host} refuses the connection with MQTT return code ${code}`,
      facts: { broker, "return-code": code },
    };
  if (code !== undefined && CERTIFICATE.test(code)) {
    return {
      code: "broker-certificate",
      text: `${host} shows a certificate that is not trusted (${code}); mqtt.caFile must name the collector's authority, and the clock must be right`,
      facts: { broker, cause: code },
    };
  }
  return {
    code: "broker-unreachable",
    text: `${host} does not answer${code === undefined ? "" : ` (${code})`}; findings wait on the disk`,
    facts: { broker, ...(code === undefined ? {} : { cause: code }) },
  };
}
