import { PRIOR_DB, type Suspicion } from "@probewarden/contract";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { ParsedFrame } from "../dot11/parsed-frame.ts";
import { walkElements } from "../dot11/walk-elements.ts";
import { AccessPoints } from "../air/access-points.ts";
import { AskedNames } from "../air/asked-names.ts";
import type { Detector, DetectorContext, Observation, Withdrawn, WithdrawReason } from "./detector.ts";
import type { HeardOfAddresses } from "../judge/nameable.ts";
import { ListedSenders } from "../air/listed-senders.ts";
import { ExchangedAddresses } from "../air/exchanged-addresses.ts";
import type { ListenedTime } from "../air/listened-time.ts";
import { RadioClocks } from "../air/radio-clocks.ts";
import { SharedCounters } from "../air/shared-counters.ts";
import { Stations } from "../air/stations.ts";
import { factsOf, weightsOf } from "./weights.ts";
import { Venue } from "../venue/venue.ts";

/**
 * A management frame as the reader would give it, for tests that need thousands. With a name its elements are an SSID and what `more`
 * holds; `elementCount` is what the fields say.
 */
export function managementFrame(
  kind: number,
  fields: Partial<Frame> = {},
  name?: string | Uint8Array,
  more: readonly number[] = [],
): Frame {
  const { ssid: _ssid, octets: _octets, elements: _elements, ...plain } = fields;
  const frame = Object.assign(new ParsedFrame(), {
    type: kind >> 4,
    subtype: kind & 15,
    kind,
    sequence: 1,
    elementCount: 12,
    capability: 1,
    ...plain,
  });
  if (name !== undefined) {
    const octets = Buffer.from(name);
    frame.captured = Uint8Array.from([0, octets.length, ...octets, ...more]);
    frame.elementsStart = 0;
    frame.end = frame.captured.length;
    frame.ssidStart = 2;
    frame.ssidLength = octets.length;
    frame.lowElements = lowElementsOf(frame.captured);
  }
  return frame;
}

/** Which elements the reader would find. */
function lowElementsOf(elements: Uint8Array): number {
  const read = new ParsedFrame();
  read.reset(elements, 0);
  read.elementsStart = 0;
  walkElements(elements, read);
  return read.lowElements;
}

/** Air on which nobody is a station and every address was heard advertising for a while. */
export function openAir(): HeardOfAddresses {
  const known = new AccessPoints().advertised(managementFrame(FrameKind.beacon), 1, true);
  return { stations: { has: () => false }, accessPoints: { get: () => ({ ...known, advertisements: 100 }) } };
}

/** A context that remembers what was observed. */
export class TestContext implements DetectorContext {
  atSeconds = 1_000;
  timeIsKnown = true;
  readonly accessPoints = new AccessPoints();
  readonly askedNames = new AskedNames();
  venue = new Venue([], []);
  readonly listedSenders = new ListedSenders();
  /** A radio that stays where it is. */
  listenedTime: Pick<ListenedTime, "on" | "since"> = {
    on: () => this.atSeconds,
    since: (_channelMhz, seconds, atSeconds) => atSeconds - seconds,
  };
  readonly radioClocks = new RadioClocks();
  readonly sharedCounters = new SharedCounters();
  readonly exchangedAddresses = new ExchangedAddresses(this.accessPoints);
  readonly stations = new Stations();
  newStation = -1;
  readonly observations: Observation[] = [];
  readonly withdrawn: string[] = [];

  observe(_detector: Detector | undefined, observation: Observation, _frame?: Frame): void {
    const known = factsOf(observation.code);
    for (const { name } of observation.facts)
      if (!known.includes(name)) throw new Error(`${observation.code} does not state that it carries ${name}`);
    this.observations.push(observation);
  }

  withdraw({ code }: Withdrawn, why: WithdrawReason): void {
    this.withdrawn.push(`${code}: ${why}`);
  }

  /** What was observed adds up to so much of a suspicion, in decibans: the best line of each family, on top of the prior. */
  scoreDb(of: Suspicion): number {
    const best = new Map<string, number>();
    for (const { code } of this.observations)
      for (const { suspicion, family, usedDb } of weightsOf(code))
        if (suspicion === of) best.set(family, Math.max(best.get(family) ?? 0, usedDb));
    return [...best.values()].reduce((sum, it) => sum + it, PRIOR_DB[of]);
  }

  /** Codes observed so far, each once. */
  get codes(): string[] {
    return [...new Set(this.observations.map(({ code }) => code))];
  }
}
