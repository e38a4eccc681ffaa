import type { LabelledAir } from "./labelled-air.ts";
import { channelOf, channelOf2GHz, mhzOf } from "./channels.ts";
import { elementsOf, withElements } from "./element-parts.ts";
import { putTogether, takeApart, type FrameParts } from "./frame-parts.ts";

/** Elements that tell the channel: DS Parameter Set, and HT Operation, whose first octet is the primary channel. */
const DS_PARAMETER_SET = 3;
const HT_OPERATION = 61;
const CHANNEL_36 = 36;
/** Radiotap: a channel of 5 GHz, OFDM. In units of 500 kb/s: below 6 Mb/s nothing is sent there. */
const FLAGS_5GHZ = 0x0140;
const LEAST_RATE_5GHZ = 12;
const LAST_CHANNEL_2GHZ = 13;
const LEAST_DBM = -95;

/** All levels higher or lower by so much, as by another antenna; nothing is weaker than a radio can read. */
export const atAnotherLevel =
  (db: number) =>
  (air: LabelledAir): LabelledAir =>
    retold(air, (parts) => {
      const { header, fields } = parts;
      if (fields.signal > 0 && header.readInt8(fields.signal) < 0)
        header.writeInt8(Math.min(-1, Math.max(LEAST_DBM, header.readInt8(fields.signal) + db)), fields.signal);
    });

/** The whole air some channels further within 2.4 GHz. */
export function onAnotherChannel(air: LabelledAir): LabelledAir | undefined {
  const heard = channelsOf(air);
  if (heard.length === 0 || !heard.every(channelOf2GHz)) return undefined;
  const [least, most] = [Math.min(...heard), Math.max(...heard)];
  const shift = most + 2 <= LAST_CHANNEL_2GHZ ? 2 : least > 2 ? -2 : 0;
  return shift === 0 ? undefined : moved(air, (channel) => channel + shift, false);
}

/** An air of one channel on channel 36. */
export function on5GHz(air: LabelledAir): LabelledAir | undefined {
  const heard = channelsOf(air);
  return heard.length === 1 && heard.every(channelOf2GHz) ? moved(air, () => CHANNEL_36, true) : undefined;
}

function moved(air: LabelledAir, to: (channel: number) => number, is5GHz: boolean): LabelledAir {
  const inBand = (channel: number): number =>
    Math.min(is5GHz ? CHANNEL_36 : LAST_CHANNEL_2GHZ, Math.max(1, to(channel)));
  const told = retold(air, (parts) => {
    const { header, fields } = parts;
    if (fields.channel > 0) {
      header.writeUInt16LE(mhzOf(inBand(channelOf(header.readUInt16LE(fields.channel)))), fields.channel);
      if (is5GHz) header.writeUInt16LE(FLAGS_5GHZ, fields.channel + 2);
    }
    if (is5GHz && fields.rate > 0 && header[fields.rate]! > 0)
      header[fields.rate] = Math.max(LEAST_RATE_5GHZ, header[fields.rate]!);
    const elements = elementsOf(parts.body);
    if (elements === undefined) return;
    for (const element of elements)
      if ((element.id === DS_PARAMETER_SET || element.id === HT_OPERATION) && element.octets.length > 0)
        element.octets[0] = inBand(element.octets[0]!);
    parts.body = withElements(
      parts.body,
      elements.filter(({ id }) => !is5GHz || id !== DS_PARAMETER_SET),
    );
  });
  const networks = air.networks.map((it) => (it.channel === undefined ? it : { ...it, channel: inBand(it.channel) }));
  return { ...told, networks };
}

function channelsOf({ frames }: LabelledAir): number[] {
  const heard = new Set<number>();
  for (const frame of frames) {
    const { header, fields } = takeApart(frame);
    if (fields.channel > 0) heard.add(channelOf(header.readUInt16LE(fields.channel)));
  }
  return [...heard];
}

/** Each frame that is whole, changed; others as they are. */
export function retold(air: LabelledAir, change: (parts: FrameParts) => void): LabelledAir {
  const frames = air.frames.map((frame) => {
    const parts = takeApart(frame);
    if (!parts.isWhole) return frame;
    change(parts);
    return putTogether(frame, parts);
  });
  return { ...air, frames };
}
