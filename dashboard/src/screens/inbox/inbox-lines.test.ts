import type { Alert, Suspect } from "@probewarden/contract";
import { expect, test } from "vitest";
import { untouched } from "../../api/test-alerts.ts";
import type { Emitter } from "../../components/emitters.ts";
import { FLOOD_FROM, inboxLines } from "./inbox-lines.ts";

const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const HOUR = 3_600_000;
const alert = (id: string, more: Partial<Alert> & { hours?: number } = {}): Alert => {
  const { hours = 0, ...over } = more;
  return {
    alertId: id,
    venueId: "mall",
    suspectId: `suspect-${id}`,
    suspicion: "probe-box",
    band: "strong",
    ...untouched(new Date(T0 + hours * HOUR).toISOString()),
    delivery: "none",
    ...over,
  };
};
const emitter = (id: string, ...suspectIds: string[]): Emitter => {
  const suspects = suspectIds.map((suspectId) => ({ suspectId }) as Suspect);
  return { id, lead: suspects[0]!, suspects };
};
const lines = (alerts: Alert[], emitters: Emitter[] = []) =>
  inboxLines(alerts, emitters).map(({ kind, alerts: of }) => `${kind}: ${of.map(({ alertId }) => alertId).join(" ")}`);

test("alerts of one device are one line, in the order of the list", () => {
  const emitters = [emitter("box", "suspect-a", "suspect-c")];
  expect(lines([alert("a"), alert("b"), alert("c")], emitters)).toEqual(["same-box: a c", "one: b"]);
  // Whatever kind each of its suspicions is of, while nobody else is of that kind.
  const kinds = [alert("a", { kind: "kind-one" }), alert("b"), alert("c", { kind: "kind-two" })];
  expect(lines(kinds, emitters)).toEqual(["same-box: a c", "one: b"]);
});

test("boxes of one kind at several doors that were new within a week are one line; one of a month ago, of another venue or kind is not", () => {
  const kind = "kind-one";
  expect(
    lines([
      alert("a", { kind }),
      alert("b", { kind, hours: 100 }),
      alert("old", { kind, hours: -24 * 30 }),
      alert("elsewhere", { kind, venueId: "station" }),
      alert("other", { kind: "kind-two" }),
      alert("none"),
    ]),
  ).toEqual(["same-kind: a b", "one: old", "one: elsewhere", "one: other", "one: none"]);
});

test("a line of one kind spans no more than a week, however many come day by day", () => {
  const daily = Array.from({ length: 12 }, (_, day) => alert(`d${day}`, { kind: "kind-one", hours: 24 * day }));
  expect(lines(daily)).toEqual(["same-kind: d0 d1 d2 d3 d4 d5 d6 d7", "same-kind: d8 d9 d10 d11"]);
});

test("what is in somebody's hands is not joined with what nobody has seen", () => {
  const kind = "kind-one";
  const taken = { kind, stage: "in-work", assignee: "王敏" } as const;
  expect(lines([alert("a", { kind }), alert("b", taken), alert("c", { kind }), alert("d", taken)])).toEqual([
    "same-kind: a c",
    "same-kind: b d",
  ]);
});

test("a flood is one line with all of them, and hides no alert of another band, venue or hour", () => {
  const flood = Array.from({ length: FLOOD_FROM }, (_, at) => alert(`f${at}`, { band: "suspected", hours: at / 60 }));
  const others = [
    alert("strong"),
    alert("later", { band: "suspected", hours: 5 }),
    alert("elsewhere", { band: "suspected", venueId: "station" }),
    alert("seen", { band: "suspected", stage: "acknowledged" }),
  ];
  const [first, ...rest] = lines([...flood, ...others]);
  expect(first).toMatch(/^flood: f0 .*f19$/);
  expect(rest).toEqual(["one: strong", "one: later", "one: elsewhere", "one: seen"]);
  expect(lines(flood.slice(1))).toHaveLength(FLOOD_FROM - 1);
});
