import { ElementId, hasElement } from "./elements.ts";
import type { Frame } from "./frame.ts";

/** Capability Information, bit 4: Privacy (9.4.1.4). */
const PRIVACY = 0x10;

/** Whether a beacon or response says that its network is encrypted in some way. The caller has seen that it has Capability Information. */
export const hasPrivacy = ({ capability }: Frame): boolean => (capability & PRIVACY) !== 0;

/** Whether a beacon or response says that its network is open, as far as its elements go: no encryption, and none by RSN (9.4.2.24). */
export const isOpen = (frame: Frame): boolean =>
  frame.capability >= 0 && !hasPrivacy(frame) && !hasElement(frame.elements, ElementId.Rsn);
