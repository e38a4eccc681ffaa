import { dhip } from "../dhip/dhip.ts";
import { mdns } from "../mdns/mdns.ts";
import { sadp } from "../sadp/sadp.ts";
import { ssdp } from "../ssdp/ssdp.ts";
import type { AnnouncingProtocol } from "./protocol.ts";

/** All that are asked beside WS-Discovery. */
export const PROTOCOLS: readonly AnnouncingProtocol[] = [ssdp, mdns, sadp, dhip];
