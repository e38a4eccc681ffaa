import { Action } from "../../dot11/action.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { RecentTimes } from "../../air/recent-times.ts";
import type { Detector, DetectorContext, Observation } from "../detector.ts";
import { FORCED_DISCONNECT } from "./figures.ts";
import { HeldChannels } from "./held-channel.ts";
import { SwitchLies } from "./switch-lies.ts";

/** Networks at once whose announcements, and whose stations' queries, are followed. */
const NETWORKS = 256;
/** Worth of a network, when there is no room for all: how often it lied, or was asked, up to this number. */
const WORTHS = 64;
/** Figures of what goes on are told again after so long; without such a frame for so long it is over. */
const RENEW_SECONDS = 10;
const QUIET_SECONDS = 60;
/** Number of the subject that holds a channel: apart from those of invented networks, one for each channel. */
const HOLDER = 1_000;

/** Queries of one network. It is another's when this one was forgotten. */
interface Queries {
  at: number;
  count: number;
  readonly times: RecentTimes;
}

/** Other ways than good-byes to throw visitors off: to send them to a channel where nobody is, to silence the channel, to ask without end. */
export class OtherWays {
  readonly #detector: Detector;
  readonly #switches: RankedRecords<SwitchLies>;
  readonly #queries: RankedRecords<Queries>;
  readonly #held = new HeldChannels();
  readonly #saidAt = new Map<string, number>();

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(detector: Detector, seed = 0) {
    this.#detector = detector;
    const bounds = { capacity: NETWORKS, ranks: WORTHS, seed };
    this.#switches = new RankedRecords({ ...bounds, make: () => new SwitchLies() });
    this.#queries = new RankedRecords({ ...bounds, make: emptyQueries });
  }

  get forgotten(): number {
    return this.#switches.forgotten + this.#queries.forgotten;
  }

  hear(frame: Frame, context: DetectorContext): void {
    if (frame.durationMicroseconds >= FORCED_DISCONNECT.heldMicroseconds) this.#hold(frame, context);
    if (frame.kind === FrameKind.beacon) {
      if (frame.switchChannel >= 0) this.#announce(frame, context);
      else if (this.#switches.size > 0) this.#stay(frame, context);
    } else if (frame.switchChannel >= 0) this.#announce(frame, context);
    else if (frame.action === Action.saQueryRequest || frame.action === Action.saQueryResponse)
      this.#query(frame, context);
  }

  turn(atSeconds: number): void {
    const isOver = ({ at }: { at: number }): boolean => Math.abs(atSeconds - at) > QUIET_SECONDS;
    this.#switches.expire(isOver);
    this.#queries.expire(isOver);
    for (const [key, at] of this.#saidAt) if (isOver({ at })) this.#saidAt.delete(key);
  }

  #announce(frame: Frame, { atSeconds: at }: DetectorContext): void {
    if (frame.bssid < 0) return;
    let lies = this.#switches.get(frame.bssid);
    if (lies === undefined) {
      lies = this.#switches.meet(frame.bssid);
      lies.begin();
    }
    lies.announce(frame, at);
    this.#switches.renew(frame.bssid, lies.lies);
  }

  #stay(frame: Frame, context: DetectorContext): void {
    const { atSeconds: at, timeIsKnown } = context;
    const lies = this.#switches.get(frame.bssid);
    if (lies?.stays(frame, at) !== true || !timeIsKnown || !lies.areLies(at)) return;
    this.#say("switch-not-made", frame.bssid, frame, context, [
      { name: "announcements", value: lies.announcements },
      { name: "switches-not-made", value: lies.lies },
      { name: "announced-channel", value: lies.channel },
    ]);
  }

  /** SA Query goes between those that have a key, and is protected with it (11.3, 12.6.19): an open one is refused by whoever gets it. */
  #query(frame: Frame, context: DetectorContext): void {
    const { atSeconds: at, timeIsKnown } = context;
    if (frame.retry || frame.bssid < 0 || !timeIsKnown) return;
    let queries = this.#queries.get(frame.bssid);
    if (queries === undefined) {
      queries = this.#queries.meet(frame.bssid);
      queries.count = 0;
      queries.times.clear();
    }
    queries.at = at;
    queries.count++;
    this.#queries.renew(frame.bssid, queries.count);
    queries.times.add(at);
    if (queries.times.happened(FORCED_DISCONNECT.queries, FORCED_DISCONNECT.sustainedSeconds, at))
      this.#say("unprotected-queries", frame.bssid, frame, context, [{ name: "queries", value: queries.count }]);
  }

  #hold(frame: Frame, context: DetectorContext): void {
    const { channelMhz, durationMicroseconds } = frame;
    if (!context.timeIsKnown || !this.#held.take(channelMhz, durationMicroseconds, context.atSeconds)) return;
    const facts = [{ name: "reservations-in-one-second", value: this.#held.mostInSecond(channelMhz) }];
    const subject = { kind: "inventor" as const, number: HOLDER + Math.max(0, channelMhz) };
    this.#observe("channel-held", String(channelMhz), frame, context, { subject, targets: [], facts });
  }

  #say(
    code: Observation["code"],
    network: number,
    frame: Frame,
    context: DetectorContext,
    facts: Observation["facts"],
  ): void {
    const isKnown = context.accessPoints.get(network) !== undefined || context.venue.network(network) !== undefined;
    const subject = { kind: "hidden" as const, against: network };
    this.#observe(code, String(network), frame, context, { subject, targets: isKnown ? [network] : [], facts });
  }

  #observe(
    code: Observation["code"],
    about: string,
    frame: Frame,
    context: DetectorContext,
    observation: Pick<Observation, "subject" | "targets" | "facts">,
  ): void {
    const key = `${code} ${about}`;
    const { atSeconds: at } = context;
    if (Math.abs(at - (this.#saidAt.get(key) ?? -Infinity)) < RENEW_SECONDS) return;
    if (this.#saidAt.size >= NETWORKS) this.#saidAt.clear();
    this.#saidAt.set(key, at);
    context.observe(this.#detector, { code, transmitters: [], transmitterCount: 0, names: [], ...observation }, frame);
  }
}

function emptyQueries(): Queries {
  return { at: -Infinity, count: 0, times: new RecentTimes(FORCED_DISCONNECT.queries) };
}
