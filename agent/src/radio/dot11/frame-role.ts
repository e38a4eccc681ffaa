import type { Frame } from "./frame.ts";
import { FrameKind } from "./frame-kind.ts";
import { FrameType } from "./frame-types.ts";

/**
 * Whether a frame carries the role of an access point: a beacon or a probe response with its own BSSID (9.3.3), or data from the
 * distribution system (9.2.4.1.4), whose transmitter is the BSSID. Whatever else has the same transmitter address may be a station's.
 */
export function isFromAccessPoint(frame: Frame): boolean {
  if (frame.type === FrameType.Data) return frame.fromDs && !frame.toDs;
  if (frame.kind !== FrameKind.beacon && frame.kind !== FrameKind.probeResponse) return false;
  return frame.transmitter === frame.bssid;
}
