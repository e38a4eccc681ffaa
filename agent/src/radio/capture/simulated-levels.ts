import { parseAddress } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { FrameReader } from "../dot11/frame-reader.ts";
import { LINK_TYPES, type CapturedFrame, type CaptureEnd, type FrameSource } from "./frame-source.ts";
import { LiveFrame } from "./live-frame.ts";
import { fadingDb, hashedPlace, meanLevelDbm, type PathLoss, type Place } from "./path-loss.ts";

/** The configuration's `radio.recording.levels`. */
export interface LevelPlan extends PathLoss {
  sensor: Place;
  floor: { widthMetres: number; heightMetres: number };
  transmitters: readonly { address: string; position: Place }[];
  /** Frames that would arrive below this level are not heard. */
  noiseFloorDbm: number;
}

/** Radiotap (radiotap.org): present bits, and sizes of the header that is written. */
const PRESENT_TSFT = 1 << 0;
const PRESENT_CHANNEL = 1 << 3;
const PRESENT_DBM_ANTENNA_SIGNAL = 1 << 5;
const CHANNEL_FLAG_2GHZ = 0x0080;
const CHANNEL_FLAG_5GHZ = 0x0100;
const FIXED_OCTETS = 8;

/** Octets of the buffer in which frames are rebuilt; a longer frame is handed on as it was recorded. */
const BUFFER_OCTETS = 8_192;

/**
 * Lets a sensor hear a recording as if it stood at a place of its own: each frame's level is computed by the log-distance model,
 * P = P1m - 10 · n · log10(d) + fading, from the plan's position of its transmitter. The recorded radio header is replaced by one
 * with TSFT, channel and this level. For the demo venue and tests only; `health` says `simulatedLevels`.
 */
export class SimulatedLevels implements FrameSource {
  private readonly source: FrameSource;
  private readonly plan: LevelPlan;
  private readonly places = new Map<number, Place>();
  private readonly reader = new FrameReader();
  private readonly buffer = new Uint8Array(BUFFER_OCTETS);
  private readonly view = new DataView(this.buffer.buffer);
  private readonly heard = new LiveFrame();
  private readonly sensorSeed: number;

  constructor(source: FrameSource, plan: LevelPlan) {
    this.source = source;
    this.plan = plan;
    // Two sensors fade independently of each other.
    this.sensorSeed = Math.round(plan.sensor.x * 1_000) * 65_537 + Math.round(plan.sensor.y * 1_000);
    for (const { address, position } of plan.transmitters) {
      const transmitter = parseAddress(address);
      if (transmitter !== undefined) this.places.set(transmitter, position);
    }
  }

  get method(): FrameSource["method"] {
    return this.source.method;
  }

  drops(): Record<string, number> {
    return this.source.drops();
  }

  run(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd> {
    return this.source.run((captured) => {
      const frame = this.reader.read(captured);
      // What cannot be read has no transmitter and so no place; it is counted as skipped further on.
      if (typeof frame === "string" || frame.damage !== undefined) return consume(captured);
      const levelDbm = this.levelDbm(frame);
      if (levelDbm < this.plan.noiseFloorDbm) return;
      consume(this.rebuild(captured, frame, levelDbm));
    });
  }

  stop(): Promise<void> {
    return this.source.stop();
  }

  private levelDbm(frame: Frame): number {
    // An ACK or CTS does not say who sends it; its receiver stands for it.
    const who = frame.transmitter === -1 ? frame.receiver : frame.transmitter;
    const place = this.places.get(who) ?? hashedPlace(who, this.plan.floor);
    return Math.round(
      meanLevelDbm(this.plan, place, this.plan.sensor) + fadingDb(who + this.sensorSeed, frame.atSeconds),
    );
  }

  /** `it_version 0, it_pad, it_len, it_present`, then TSFT, channel and level in the order of their bits, then the frame without FCS. */
  private rebuild(captured: CapturedFrame, frame: Frame, levelDbm: number): CapturedFrame {
    const { octets, tsftMicroseconds, channelMhz } = frame;
    if (octets.length + 32 > BUFFER_OCTETS) return captured;
    let present = PRESENT_DBM_ANTENNA_SIGNAL;
    let at = FIXED_OCTETS;
    if (tsftMicroseconds !== -1) {
      present |= PRESENT_TSFT;
      this.view.setBigUint64(at, BigInt(tsftMicroseconds), true);
      at += 8;
    }
    if (channelMhz !== -1) {
      present |= PRESENT_CHANNEL;
      this.view.setUint16(at, channelMhz, true);
      this.view.setUint16(at + 2, channelMhz < 3_000 ? CHANNEL_FLAG_2GHZ : CHANNEL_FLAG_5GHZ, true);
      at += 4;
    }
    this.view.setInt8(at++, Math.max(-115, Math.min(-1, levelDbm)));
    this.view.setUint16(0, 0);
    this.view.setUint16(2, at, true);
    this.view.setUint32(4, present, true);
    this.buffer.set(octets, at);

    this.heard.bytes = this.buffer.subarray(0, at + octets.length);
    this.heard.originalLength = this.heard.bytes.length;
    this.heard.linkType = LINK_TYPES.radiotap;
    this.heard.atSeconds = captured.atSeconds;
    return this.heard;
  }
}
