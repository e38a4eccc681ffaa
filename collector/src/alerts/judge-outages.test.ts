import { expect, test } from "vitest";
import { judgeOutages, TELL_AFTER_MS, type OpenOutage } from "./judge-outages.ts";

const NOW = Date.parse("2026-11-24T08:00:00.000Z");
const MINUTE = 60_000;
type Seen = Parameters<typeof judgeOutages>[0][number];
const lost = (sensorId: string, minutes: number, venueId = "mall"): Seen => ({
  sensorId,
  venueId,
  state: "offline",
  offlineSince: new Date(NOW - minutes * MINUTE).toISOString(),
});
const as = (sensorId: string, state: Seen["state"], venueId = "mall"): Seen => ({ sensorId, venueId, state });
const judge = (sensors: Seen[], known: OpenOutage[] = [], hearsSince = 0, deafSince = new Map<string, number>()) =>
  judgeOutages(sensors, known, NOW, hearsSince, deafSince);
const silent = (...sensors: string[]): OpenOutage => ({
  outageId: `o-${sensors.join("-")}`,
  kind: "sensor-silent",
  venueId: "mall",
  sensors,
});
const DARK: OpenOutage = { outageId: "o-dark", kind: "venue-dark", venueId: "mall", sensors: ["a", "b"] };

test("a sensor that is away for a moment is told to nobody, one that died is", () => {
  expect(judge([as("a", "hearing"), lost("b", 4)])).toEqual({ open: [], over: [] });
  expect(judge([as("a", "hearing"), lost("b", 5)]).open).toEqual([
    { kind: "sensor-silent", venueId: "mall", sensors: ["b"] },
  ]);
});

test("ten sensors behind one switch are one line, and a later one is another", () => {
  const ten = Array.from({ length: 10 }, (_, i) => lost(`s${i}`, i === 0 ? 5 : 4.6));
  const { open } = judge([as("a", "deaf"), ...ten]);
  expect(open).toMatchObject([{ kind: "sensor-silent", sensors: ten.map(({ sensorId }) => sensorId) }]);
  expect(judge([as("a", "hearing"), lost("b", 60), lost("c", 6)], [silent("b")]).open).toMatchObject([
    { sensors: ["c"] },
  ]);
  expect(judge([as("a", "hearing"), lost("b", 60)], [silent("b")])).toEqual({ open: [], over: [] });
});

test("a venue of which no sensor reports is dark: one line, in the place of those of its sensors", () => {
  expect(judge([lost("a", 6), lost("b", 2), as("c", "stopped"), as("d", "never-seen")])).toEqual({
    open: [{ kind: "venue-dark", venueId: "mall", sensors: ["a", "b"] }],
    over: [],
  });
  expect(judge([lost("a", 60), lost("b", 6)], [silent("a")])).toEqual({
    open: [{ kind: "venue-dark", venueId: "mall", sensors: ["a", "b"] }],
    over: [{ outageId: "o-a", reason: "venue-dark" }],
  });
  expect(judge([lost("a", 60), lost("b", 60)], [DARK])).toEqual({ open: [], over: [] });
});

test("what returns is over, and who stays away is told by name", () => {
  expect(judge([as("a", "hearing"), as("b", "hearing")], [DARK]).over).toEqual([
    { outageId: "o-dark", reason: "returned" },
  ]);
  expect(judge([as("a", "hearing"), lost("b", 60)], [DARK])).toEqual({
    open: [{ kind: "sensor-silent", venueId: "mall", sensors: ["b"] }],
    over: [{ outageId: "o-dark", reason: "returned" }],
  });
  expect(judge([as("a", "hearing"), as("b", "deaf")], [silent("b")]).over).toEqual([
    { outageId: "o-b", reason: "returned" },
  ]);
});

test("a sensor that is stopped or removed needs nobody any more", () => {
  expect(judge([as("a", "hearing"), as("b", "stopped")], [silent("b")]).over).toEqual([
    { outageId: "o-b", reason: "stopped" },
  ]);
  expect(judge([], [DARK, silent("b")]).over).toEqual([
    { outageId: "o-dark", reason: "stopped" },
    { outageId: "o-b", reason: "stopped" },
  ]);
});

test("silence of a time in which the collector could not hear is its own", () => {
  expect(judge([lost("a", 60), lost("b", 60)], [], NOW - 2 * MINUTE).open).toEqual([]);
  expect(judge([lost("a", 60), lost("b", 60)], [], NOW - TELL_AFTER_MS).open).toMatchObject([{ kind: "venue-dark" }]);
});

test("each venue has its own line", () => {
  expect(judge([lost("a", 6), lost("x", 6, "other")]).open.map(({ venueId }) => venueId)).toEqual(["mall", "other"]);
});

test("sensors that report and hear nothing are told too, together, once, and until they hear", () => {
  const since = (minutes: number, ...ids: string[]) => new Map(ids.map((id) => [id, NOW - minutes * MINUTE]));
  const deaf: OpenOutage = { outageId: "o-deaf", kind: "sensor-deaf", venueId: "mall", sensors: ["b", "c"] };
  const all = [as("a", "hearing"), as("b", "deaf"), as("c", "deaf")];
  expect(judge(all, [], 0, since(4, "b", "c")).open).toEqual([]);
  expect(judge(all, [], 0, new Map([...since(5, "b"), ...since(1, "c")])).open).toEqual([
    { kind: "sensor-deaf", venueId: "mall", sensors: ["b", "c"] },
  ]);
  expect(judge(all, [deaf], 0, since(60, "b", "c"))).toEqual({ open: [], over: [] });
  const over = (b: Seen, c: Seen) => judge([as("a", "hearing"), b, c], [deaf]).over;
  expect(over(as("b", "hearing"), as("c", "stopped"))).toEqual([{ outageId: "o-deaf", reason: "returned" }]);
  expect(over(lost("b", 2), as("c", "stopped"))).toEqual([{ outageId: "o-deaf", reason: "sensor-silent" }]);
  expect(over(as("b", "stopped"), as("c", "stopped"))).toEqual([{ outageId: "o-deaf", reason: "stopped" }]);
  expect(judge([lost("b", 9), lost("c", 9)], [deaf])).toMatchObject({
    open: [{ kind: "venue-dark" }],
    over: [{ outageId: "o-deaf", reason: "venue-dark" }],
  });
});
