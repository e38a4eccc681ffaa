/** A frame that is kept. */
export interface KeptFrame {
  /** Which of all frames that were heard it is; they rise. */
  order: number;
  /** Capture time in seconds since 1970. */
  atSeconds: number;
  /** Microseconds of the radio's own clock, -1 where it did not say. */
  tsftMicroseconds: number;
  /** Level in dBm, NaN where it did not say. */
  rssiDbm: number;
  /** Centre frequency in MHz, -1 where it did not say. */
  channelMhz: number;
  /** -1 where it did not say. */
  rateKbps: number;
  /** Whether a check sequence showed that it is whole. */
  isChecked: boolean;
  /** From Frame Control to before the FCS, as far as it was kept. A view: valid until the next frame is pushed. */
  octets: Uint8Array;
}

/** Places of the figures of one frame. */
const AT = { order: 0, seconds: 1, tsft: 2, rssi: 3, channel: 4, rate: 5, checked: 6, length: 7, start: 8 } as const;
const FIGURES = 9;

/** What is kept of frames beside their octets, in memory that is taken once; and where among the octets each stands. */
export class KeptFigures {
  #all: Float64Array;

  constructor(frames: number) {
    this.#all = new Float64Array(frames * FIGURES);
  }

  /** The same of the first so many frames, with no room for more. */
  copy(frames: number): KeptFigures {
    const copy = new KeptFigures(0);
    copy.#all = this.#all.slice(0, frames * FIGURES);
    return copy;
  }

  /** Writes one frame's into a place, from 0; its octets are `length` from `start` on. Figures one by one, for nothing is allocated so. */
  put(
    place: number,
    start: number,
    length: number,
    order: number,
    atSeconds: number,
    tsft: number,
    rssi: number,
    channel: number,
    rate: number,
    isChecked: boolean,
  ): void {
    const all = this.#all;
    const base = place * FIGURES;
    all[base + AT.order] = order;
    all[base + AT.seconds] = atSeconds;
    all[base + AT.tsft] = tsft;
    all[base + AT.rssi] = rssi;
    all[base + AT.channel] = channel;
    all[base + AT.rate] = rate;
    all[base + AT.checked] = isChecked ? 1 : 0;
    all[base + AT.length] = length;
    all[base + AT.start] = start;
  }

  /** The frame in a place, its octets a view; the caller has checked that one is there. */
  at(place: number, octets: Uint8Array): KeptFrame {
    const all = this.#all;
    const base = place * FIGURES;
    const start = all[base + AT.start]!;
    return {
      order: all[base + AT.order]!,
      atSeconds: all[base + AT.seconds]!,
      tsftMicroseconds: all[base + AT.tsft]!,
      rssiDbm: all[base + AT.rssi]!,
      channelMhz: all[base + AT.channel]!,
      rateKbps: all[base + AT.rate]!,
      isChecked: all[base + AT.checked] === 1,
      octets: octets.subarray(start, start + all[base + AT.length]!),
    };
  }
}
