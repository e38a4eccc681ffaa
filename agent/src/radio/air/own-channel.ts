import type { Frame } from "../dot11/frame.ts";

/** Whether a frame was heard on the access point's own channel, as far as is known: beside it, level is lost on the way. */
export function isOnChannel({ channelMhz }: { readonly channelMhz: number }, frame: Frame): boolean {
  return channelMhz <= 0 || frame.channelMhz === channelMhz;
}

/** In the 2.4 GHz band channels overlap: a beacon heard on the next one has lost level on the way. */
export function isFromNextChannel(frame: Frame): boolean {
  const { advertisedChannel, channelMhz } = frame;
  return advertisedChannel > 0 && advertisedChannel < 14 && channelMhz > 0 && channelMhz < 2_477
    ? channelMhz !== 2_407 + 5 * advertisedChannel
    : false;
}
