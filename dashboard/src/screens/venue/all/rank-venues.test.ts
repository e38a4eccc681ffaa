import type { Alert, Band, Outage, Suspect, Venue } from "@probewarden/contract";
import { expect, test } from "vitest";
import { untouched } from "../../../api/test-alerts.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { needsAnybody, rankVenues } from "./rank-venues.ts";

const venue = (venueId: string): Venue => ({ venueId, name: venueId, timeZone: "Asia/Shanghai", floors: [] });
const alert = (venueId: string, band: Band, suspectId = `${venueId}-${band}`): Alert => ({
  alertId: `alert-${suspectId}`,
  venueId,
  suspectId,
  suspicion: "probe-box",
  band,
  ...untouched("2026-11-24T08:00:00.000Z"),
  delivery: "none",
});
const sensor = (venueId: string, sensorId: string, state: ShownSensor["state"]): ShownSensor =>
  ({ venueId, sensorId, state, reasons: [] }) as unknown as ShownSensor;
const dark = (venueId: string, ...sensors: string[]): Outage => ({
  outageId: `dark-${venueId}`,
  kind: "venue-dark",
  venueId,
  sensors,
  state: "open",
  openedAt: "2026-11-24T08:00:00.000Z",
  delivery: "none",
});
const rank = (over: Partial<Parameters<typeof rankVenues>[0]>) =>
  rankVenues({ venues: [], alerts: [], outages: [], emitters: [], sensors: [], ...over });
const names = (ranked: ReturnType<typeof rankVenues>) => ranked.map((one) => one.venue.venueId);

test("how grave comes before how many: one strong suspect stands before ten deaf sensors and three suspected ones", () => {
  const ranked = rank({
    venues: ["calm", "deaf", "suspected", "strong", "dark"].map(venue),
    alerts: [
      alert("strong", "strong"),
      ...["a", "b", "c"].map((id) => alert("suspected", "suspected", id)),
      { ...alert("calm", "strong"), state: "closed" },
    ],
    outages: [dark("dark", "d-1")],
    sensors: [
      ...Array.from({ length: 10 }, (_, at) => sensor("deaf", `s-${at}`, "deaf")),
      sensor("dark", "d-1", "offline"),
      sensor("calm", "c-1", "hearing"),
    ],
  });
  expect(names(ranked)).toEqual(["dark", "strong", "suspected", "deaf", "calm"]);
  expect(ranked.map(needsAnybody)).toEqual([true, true, true, true, false]);
  expect(ranked[0]).toMatchObject({ isDark: true, sensors: 1, hearing: 0, allSensors: 1 });
  expect(ranked[2]).toMatchObject({ suspected: 3, band: "suspected" });
});

test("equals stand by name, whatever order they came in, so that rows keep their places", () => {
  const venues = ["c", "a", "b"].map(venue);
  expect(names(rank({ venues }))).toEqual(["a", "b", "c"]);
  expect(names(rank({ venues: venues.toReversed() }))).toEqual(["a", "b", "c"]);
});

test("one transmitter with two alerts is one, and a visit that is owed counts where no alert stands", () => {
  const suspect = (suspectId: string, over: Partial<Suspect> = {}) => ({ suspectId, venueId: "v", ...over }) as Suspect;
  const two = { id: "e", lead: suspect("x"), suspects: [suspect("x"), suspect("y")] };
  const visit = { decision: { decision: "to-visit", reason: "", by: "", at: "" } } as const;
  const owed = { id: "f", lead: suspect("z", visit), suspects: [suspect("z", visit)] };
  const [ranked] = rank({
    venues: [venue("v")],
    emitters: [two, owed],
    alerts: [alert("v", "strong", "x"), alert("v", "suspected", "y")],
  });
  expect(ranked).toMatchObject({ strong: 1, suspected: 0, toVisit: 1 });
});
