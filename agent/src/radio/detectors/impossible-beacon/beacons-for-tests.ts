import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame, type TestContext } from "../frame-for-tests.ts";
import type { ImpossibleBeacon } from "./detector.ts";

export const AP = 0x001f7ae26c98;
const TIM = [5, 4, 0, 1, 0, 0];
const ESS = 0b01;

/** A beacon with a name, so many elements in all, and a TIM among them unless told otherwise. */
export const beacon = (address: number, elements: number, fields: Partial<Frame> = {}, tim = TIM): Frame =>
  managementFrame(
    FrameKind.beacon,
    {
      transmitter: address,
      bssid: address,
      elementCount: elements,
      hasTsf: true,
      capability: ESS,
      channelMhz: 2_437,
      ...fields,
    },
    "x",
    tim,
  );

/** What an access point does: it beacons ten times a second, and its clock runs. */
export const stay = (
  detector: ImpossibleBeacon,
  context: TestContext,
  frames: readonly Frame[],
  seconds: number,
): void => {
  for (let step = 0; step < seconds * 10; step++) {
    context.atSeconds += 0.1;
    for (const frame of frames) {
      frame.tsfLow += 100_000;
      frame.sequence = (frame.sequence + 1) & 4_095;
      context.accessPoints.advertised(frame, context.atSeconds, true);
      detector.onFrame(frame, context);
    }
    if (step % 10 === 0) detector.onTick(context);
  }
};

/** Time passes. */
export const wait = (detector: ImpossibleBeacon, context: TestContext, seconds: number): void => {
  context.atSeconds += seconds;
  detector.onTick(context);
};
