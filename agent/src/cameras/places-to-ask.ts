import { networkInterfaces, type NetworkInterfaceInfo } from "node:os";
import type { CameraConfig } from "./cameras-once.ts";
import { interfaceAddresses } from "./own-network.ts";

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
