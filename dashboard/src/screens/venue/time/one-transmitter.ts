import type { Place, SuspectSpan, SuspectTimeline } from "@probewarden/contract";
import type { KnownSuspect } from "./known-at.ts";

/** Which transmitter a suspect is, by identifiers; a suspect that no list holds any more is one by itself. */
export type TransmitterOf = ReadonlyMap<string, string>;

/** What was known of one transmitter at an instant. */
export interface KnownTransmitter extends KnownSuspect {
  /** What else it was suspected of. */
  others: readonly KnownSuspect[];
}

/** Suspects known at an instant, each transmitter once: with the place that any of them has, and led by what nobody had settled. */
export function transmittersOf(known: readonly KnownSuspect[], transmitterOf: TransmitterOf): KnownTransmitter[] {
  const groups = grouped(known, (one) => transmitterOf.get(one.timeline.suspectId) ?? one.timeline.suspectId);
  return groups.flatMap((group): KnownTransmitter[] => {
    const [lead, ...others] = group.toSorted((a, b) => Number(a.span.settled) - Number(b.span.settled));
    if (lead === undefined) return [];
    return [{ ...lead, place: lead.place ?? others.find(({ place }) => place !== undefined)?.place, others }];
  });
}

/** What the suspects of one transmitter say together: enough for a strip, a calendar or an exposure. */
export type TransmitterTimeline = Pick<SuspectTimeline, "spans" | "places">;

/** Timelines with each transmitter once: at each moment what the suspect says that was active, that nobody had settled, that weighed most. */
export const unitedTimelines = (
  timelines: readonly SuspectTimeline[],
  transmitterOf: TransmitterOf,
): TransmitterTimeline[] =>
  grouped(timelines, ({ suspectId }) => transmitterOf.get(suspectId) ?? suspectId).map((group) =>
    // The answer's own places where there is nothing to unite: what is worked out of a place is kept with it.
    group.length === 1 && group[0] ? group[0] : united(group),
  );

function united(timelines: readonly SuspectTimeline[]): TransmitterTimeline {
  const all = timelines.flatMap(({ spans, places }) =>
    spans.map((span) => ({ span, place: span.place === undefined ? undefined : places[span.place] })),
  );
  const cuts = [...new Set(all.flatMap(({ span }) => [span.fromMs, span.untilMs]))].toSorted((a, b) => a - b);
  const spans: SuspectSpan[] = [];
  const places: Place[] = [];
  cuts.slice(0, -1).forEach((fromMs, index) => {
    const now = all
      .filter(({ span }) => span.fromMs <= fromMs && fromMs < span.untilMs)
      .toSorted(
        (a, b) =>
          Number(b.span.state === "active") - Number(a.span.state === "active") ||
          Number(a.span.settled) - Number(b.span.settled) ||
          b.span.scoreDb - a.span.scoreDb,
      );
    const [lead] = now;
    if (lead === undefined) return;
    const place = lead.place ?? now.find((one) => one.place !== undefined)?.place;
    if (place !== undefined && !places.includes(place)) places.push(place);
    const { place: _own, ...span } = lead.span;
    spans.push({
      ...span,
      fromMs,
      untilMs: cuts[index + 1] ?? fromMs,
      ...(place === undefined ? {} : { place: places.indexOf(place) }),
    });
  });
  return { spans, places };
}

function grouped<One>(all: readonly One[], keyOf: (one: One) => string): One[][] {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}
