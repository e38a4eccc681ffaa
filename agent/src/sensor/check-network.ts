import type { DoctorCheck } from "./doctor-report.ts";
import type { Machine } from "./machine.ts";

/** Addresses that a machine gives itself: they lead nowhere (RFC 3927, RFC 4291 2.5.6). */
const SELF_GIVEN = /^(169\.254\.|fe[89ab])/i;

/** Whether this box is on a network at all. */
export function checkNetwork({ interfaces }: Pick<Machine, "interfaces">): DoctorCheck {
  const id = "network";
  const names = Object.entries(interfaces())
    .filter(([, addresses = []]) => addresses.some((one) => !one.internal && !SELF_GIVEN.test(one.address)))
    .map(([name]) => name);
  if (names.length > 0) return { id, state: "ok", says: `an address on ${names.join(", ")}` };
  return { id, state: "failed", says: "this box is on no network", todo: "Plug the cable in, or give it the Wi-Fi." };
}
