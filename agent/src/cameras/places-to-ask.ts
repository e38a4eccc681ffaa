import { networkInterfaces, type NetworkInterfaceInfo } from "node:os";
import type { CameraConfig } from "./cameras-once.ts";
import { interfaceAddresses } from "./own-network.ts";

/** The same where no configuration is at hand that could name one. */
export const NOWHERE_BY_ITSELF =
  "no interface of this machine has a private IPv4 address: name what to ask with --interface, --cidr or --address (see `ip -4 addr`)";

/** Said where {@link placesToAsk} has none. */
export const NOWHERE_TO_ASK =
  "there is no interface to ask for cameras on: none that /cameras/interfaces names, or none with a private IPv4 address (see `ip -4 addr`)";

/** Where cameras are asked: this machine's addresses on the interfaces that may be used, and the hosts of the configuration. */
export function placesToAsk(
  { interfaces, unicast }: Pick<CameraConfig, "interfaces" | "unicast">,
  own: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): string[] {
  return [...interfaceAddresses(own, interfaces), ...unicast];
}
