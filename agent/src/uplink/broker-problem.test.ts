import { expect, test } from "vitest";
import { explainBrokerError } from "./broker-problem.ts";

const failed = (code: string): Error & { code: string } => Object.assign(new Error("x"), { code });

test("a certificate that does not hold the address is told apart from one of a foreign authority, with the command that mends it", () => {
  const named = explainBrokerError("192.0.2.2:8883", failed("ERR_TLS_CERT_ALTNAME_INVALID"));
  expect(named.text).toContain("certificates renew --host 192.0.2.2,");
  expect(explainBrokerError("[2001:db8::1]:8883", failed("ERR_TLS_CERT_ALTNAME_INVALID")).text).toContain(
    "renew --host 2001:db8::1,",
  );
  const foreign = explainBrokerError("192.0.2.2:8883", failed("SELF_SIGNED_CERT_IN_CHAIN"));
  expect(foreign.text).toContain("mqtt.caFile must name the collector's authority");
  expect(foreign.code).toBe(named.code);
});
