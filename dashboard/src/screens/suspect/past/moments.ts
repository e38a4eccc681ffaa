import type { SuspectChange, SuspectPast, SuspectSpan } from "@probewarden/contract";
import type uPlot from "uplot";

/** The score as a stepped line: a gap where it had ended, for then there was none. Seconds and decibans. */
export function scoreLine({ spans }: SuspectPast): uPlot.AlignedData {
  const [x, y]: [number[], (number | null)[]] = [[], []];
  spans.forEach((span, at) => {
    const before = spans[at - 1];
    // A gap needs an instant of its own; a millisecond is narrower than any pixel.
    if (before !== undefined && before.untilMs < span.fromMs) {
      x.push((before.untilMs + 1) / 1000);
      y.push(null);
    }
    x.push(span.fromMs / 1000);
    y.push(span.scoreDb);
    const after = spans[at + 1];
    if (after?.fromMs === span.untilMs) return;
    x.push(span.untilMs / 1000);
    y.push(span.scoreDb);
  });
  return [x, y];
}

/** Spans in which its sensors were gone or deaf: whether it was there nobody knows. */
export const unobservedSpans = ({ spans }: SuspectPast): [number, number][] =>
  spans.flatMap(({ state, fromMs, untilMs }) =>
    state === "unobserved" ? [[fromMs, untilMs] as [number, number]] : [],
  );

/** What was known at an instant; undefined where there was nothing, or it had ended. The end of the last span is the present. */
export const spanAt = ({ spans, toMs }: SuspectPast, at: number): SuspectSpan | undefined =>
  spans.find(({ fromMs, untilMs }) => fromMs <= at && (at < untilMs || (at >= toMs && untilMs >= toMs)));

/** Instants at which something changed, in order: a span that begins or ends, a row of history. None twice, none outside. */
export function changeInstants({ spans, fromMs, toMs }: SuspectPast, changes: readonly SuspectChange[]): number[] {
  const instants = [
    ...spans.flatMap((span) => [span.fromMs, span.untilMs]),
    ...changes.map((change) => Date.parse(change.at)),
  ];
  return [...new Set(instants.filter((at) => at > fromMs && at < toMs))].toSorted((a, b) => a - b);
}

/** The changes that were on record at an instant and were the last ones: those of the latest minute up to it. */
export function lastChanges(changes: readonly SuspectChange[], at: number): SuspectChange[] {
  const before = changes.filter((change) => Date.parse(change.at) <= at);
  const latest = Math.max(...before.map((change) => Date.parse(change.at)));
  return before.filter((change) => latest - Date.parse(change.at) < 60_000);
}
