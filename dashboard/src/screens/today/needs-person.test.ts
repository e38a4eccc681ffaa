import type { Alert, Outage, Sensor, Suspect } from "@probewarden/contract";
import { expect, test } from "vitest";
import { untouched } from "../../api/test-alerts.ts";
import { asUnknown, cannotHearSensors } from "../../api/shown-sensor.ts";
import { emittersOf } from "../../components/emitters.ts";
import { countOf, needsPerson } from "./needs-person.ts";

const sensor = (state: Sensor["state"], more: Partial<Sensor> = {}): Sensor => ({
  sensorId: `s-${state}`,
  venueId: "mall",
  name: state,
  hearingRadiusMetres: 20,
  state,
  reasons: [],
  clockWrong: false,
  simulatedLevels: false,
  contractMismatch: false,
  ...more,
});
const alert = (band: NonNullable<Alert["band"]>, state: Alert["state"], openedAt: string): Alert => ({
  alertId: `a-${band}-${state}`,
  venueId: "mall",
  suspectId: `x-${band}`,
  suspicion: "probe-box",
  band,
  ...untouched(openedAt),
  state,
  delivery: "none",
});
const nothing = { alerts: [], emitters: [], sensors: [], faults: [], channels: [] };

test("a venue where all sensors hear and no alert is open needs nobody", () => {
  const needs = needsPerson({
    ...nothing,
    sensors: [sensor("hearing")],
    alerts: [alert("strong", "closed", "2026-01-01")],
  });
  expect(countOf(needs)).toBe(0);
});

test("the strongest alert comes first, even when a weaker one is newer", () => {
  const needs = needsPerson({
    ...nothing,
    alerts: [alert("suspected", "open", "2026-01-02"), alert("strong", "open", "2026-01-01")],
  });
  expect(needs.alerts.map(({ alerts: [{ band }] }) => band)).toEqual(["strong", "suspected"]);
});

const BOX = "00:0c:43:5a:10:42";
const suspect = (suspectId: string, more: Partial<Suspect> = {}): Suspect => ({
  suspectId,
  venueId: "mall",
  suspicion: "probe-box",
  band: "strong",
  scoreDb: 22,
  highestDb: 22,
  state: "active",
  firstHeardAt: "2026-01-01T00:00:00.000Z",
  lastHeardAt: "2026-01-01T00:10:00.000Z",
  transmitters: [BOX],
  transmitterCount: 1,
  targets: [],
  sensors: [],
  heardBy: { ever: 1, now: 1 },
  ...more,
});

test("one box with three suspicions and two alerts is one line; another box, and an alert whose suspect is not loaded, are theirs", () => {
  const emitters = emittersOf([
    suspect("x-strong"),
    suspect("x-suspected", { suspicion: "disruption", band: "suspected" }),
    suspect("x-watch", { suspicion: "impostor", band: "watch" }),
    suspect("x-other", { transmitters: ["00:0c:43:7e:37:18"] }),
  ]);
  const open = (band: NonNullable<Alert["band"]>, suspectId: string) => ({
    ...alert(band, "open", "2026-01-01"),
    alertId: `a-${suspectId}`,
    suspectId,
  });
  const needs = needsPerson({
    ...nothing,
    emitters,
    alerts: [
      open("suspected", "x-suspected"),
      open("strong", "x-strong"),
      open("strong", "x-other"),
      open("strong", "x-unknown"),
    ],
  });
  expect(needs.alerts.map(({ alerts }) => alerts.map(({ suspectId }) => suspectId))).toEqual([
    ["x-strong", "x-suspected"],
    ["x-other"],
    ["x-unknown"],
  ]);
  expect(countOf(needs)).toBe(3);
});

test("who is to be visited waits once, and not below its own alert", () => {
  const visit = { decision: "to-visit", reason: "look", by: "li", at: "2026-01-01T00:00:00.000Z" } as const;
  const emitters = emittersOf([
    suspect("x-strong", { decision: visit }),
    suspect("x-watch", { suspicion: "impostor", band: "watch", decision: visit }),
  ]);
  expect(needsPerson({ ...nothing, emitters }).toVisit).toHaveLength(1);
  expect(countOf(needsPerson({ ...nothing, emitters, alerts: [alert("strong", "open", "2026-01-01")] }))).toBe(1);
});

test("a camera that is set to find faces stands among the strong, one that could among the others", () => {
  const ofCamera = (step: "supported" | "enabled"): Alert => ({
    alertId: `c-${step}`,
    venueId: "mall",
    camera: { cameraId: "cam", category: "face-detection", from: "unknown", step },
    ...untouched("2026-01-01"),
    delivery: "none",
  });
  const needs = needsPerson({
    ...nothing,
    alerts: [
      alert("suspected", "open", "2026-01-03"),
      ofCamera("supported"),
      ofCamera("enabled"),
      alert("strong", "open", "2026-01-02"),
    ],
  });
  expect(needs.alerts.map(({ alerts: [{ alertId }] }) => alertId)).toEqual([
    "a-strong-open",
    "c-enabled",
    "a-suspected-open",
    "c-supported",
  ]);
});

test("a deaf, an offline and a never seen sensor wait, and one whose clock is wrong; one that was stopped does not", () => {
  const sensors = [
    sensor("deaf"),
    sensor("offline"),
    sensor("stopped"),
    sensor("never-seen"),
    sensor("hearing", { clockWrong: true }),
    sensor("hearing"),
  ];
  expect(needsPerson({ ...nothing, sensors }).sensors).toHaveLength(4);
});

test("a sensor that reports more suspects than a place can hold waits, though it hears", () => {
  const sensors = [sensor("hearing", { reasons: ["reports-many-suspects"], suspectsBeyond: 1_528 }), sensor("hearing")];
  expect(needsPerson({ ...nothing, sensors }).sensors).toEqual([sensors[0]]);
});

test("a channel that fails waits for a person, unless it is switched off", () => {
  const failingSince = "2026-01-02T00:00:00.000Z";
  const fails = (...channels: { enabled: boolean; failingSince?: string }[]) =>
    needsPerson({ ...nothing, channels }).channelFails;
  expect(fails({ enabled: true }, { enabled: true, failingSince })).toBe(true);
  expect(fails({ enabled: false, failingSince }, { enabled: true })).toBe(false);
  expect(fails()).toBe(false);
});

test("while the collector cannot reach its broker, its fault waits and no sensor is blamed for being silent", () => {
  const faults = [{ code: "broker-away", text: "the broker is away" }];
  const sensors = asUnknown([sensor("offline", { reasons: ["no-message"] }), sensor("hearing", { clockWrong: true })]);
  const needs = needsPerson({ ...nothing, faults, sensors });
  expect(needs.faults).toEqual(faults);
  expect(needs.sensors).toEqual([]);
  expect(countOf(needs)).toBe(1);
});

test("sensors cannot be heard while the broker is away or data is refused; a series store that fails says nothing of them", () => {
  const fault = (code: string) => ({ state: "ready" as const, faults: [{ code, text: code }] });
  expect(cannotHearSensors(fault("broker-away"))).toBe(true);
  expect(cannotHearSensors({ state: "refusing-data", faults: [] })).toBe(true);
  expect(cannotHearSensors(fault("series-store-fails"))).toBe(false);
  expect(cannotHearSensors(undefined)).toBe(false);
});

const outage = (sensors: string[], more: Partial<Outage> = {}): Outage => ({
  outageId: `o-${sensors.join("-")}`,
  kind: "sensor-silent",
  venueId: "mall",
  sensors,
  state: "open",
  openedAt: "2026-01-01T10:00:00.000Z",
  delivery: "sent",
  ...more,
});

test("four sensors of one venue that died one after the other are one line with four names, since the first of them", () => {
  const { outages } = needsPerson({
    ...nothing,
    outages: [
      outage(["d"], { openedAt: "2026-01-01T10:30:00.000Z", delivery: "failing" }),
      outage(["a", "b"]),
      outage(["c"], { openedAt: "2026-01-01T09:00:00.000Z" }),
      outage(["x"], { venueId: "other" }),
      outage(["y"], { kind: "sensor-deaf" }),
    ],
  });
  expect(outages.map(({ kind, sensors }) => [kind, sensors.toSorted()])).toEqual([
    ["sensor-silent", ["a", "b", "c", "d"]],
    ["sensor-silent", ["x"]],
    ["sensor-deaf", ["y"]],
  ]);
  expect(outages[0]).toMatchObject({ openedAt: "2026-01-01T09:00:00.000Z", delivery: "failing" });
});

test("a sensor of which its outage speaks has no line of its own, and one that is deaf now, where it was told as lost, has", () => {
  const sensors = [sensor("offline"), sensor("deaf")];
  const lines = (outages: Outage[]): string[] =>
    needsPerson({ ...nothing, sensors, outages }).sensors.map(({ sensorId }) => sensorId);
  expect(lines([outage(["s-offline"]), outage(["s-deaf"], { kind: "sensor-deaf" })])).toEqual([]);
  expect(lines([outage(["s-offline", "s-deaf"])])).toEqual(["s-deaf"]);
});
