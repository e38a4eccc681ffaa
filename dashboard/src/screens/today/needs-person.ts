import type { Alert, Band, CameraStep, Outage, Channel, Readiness } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import type { Emitter } from "../../components/emitters.ts";
import { strongestFirst } from "../../components/suspect-order.ts";

/** What waits for a person. */
export interface NeedsPerson {
  /** What is wrong with the collector itself: it stands first, for all below depends on it. */
  faults: Readiness["faults"];
  alerts: AlertGroup[];
  /** What of ours died. Its sensors stand in its line, and not once more below. */
  outages: Outage[];
  toVisit: Emitter[];
  sensors: ShownSensor[];
  channelFails: boolean;
}

/** Open alerts of one transmitter, or one of a camera: one line, whatever it is suspected of. */
export interface AlertGroup {
  id: string;
  /** Strongest first, at least one. */
  alerts: readonly [Alert, ...Alert[]];
  /** Undefined while its suspects are not loaded. */
  emitter: Emitter | undefined;
}

/** What a camera is set to do, and not only able to: such an alert stands among the strong ones, as in the collector's pages. */
const SET: ReadonlySet<CameraStep> = new Set(["configured", "enabled", "observed"]);

/** How grave an alert is, a camera's among them. */
export const bandOf = ({ band, camera }: Alert): Band =>
  band ?? (camera !== undefined && SET.has(camera.step) ? "strong" : "suspected");

/** Whether people were told, from the worst on: of outages that are one line the worst is said. */
const DELIVERIES: readonly Outage["delivery"][] = ["failing", "waiting", "sent", "none"];

/** Outages of one kind at one venue are one line, with all their sensors, since the first of them. */
function togetherOf(outages: readonly Outage[]): Outage[] {
  const lines = new Map<string, Outage>();
  for (const outage of outages) {
    const key = `${outage.kind} ${outage.venueId ?? ""}`;
    const line = lines.get(key);
    if (line === undefined) {
      lines.set(key, outage);
      continue;
    }
    const [earlier, later] = line.openedAt <= outage.openedAt ? [line, outage] : [outage, line];
    const worst = DELIVERIES.find((delivery) => delivery === line.delivery || delivery === outage.delivery);
    lines.set(key, {
      ...earlier,
      sensors: [...new Set([...earlier.sensors, ...later.sensors])],
      delivery: worst ?? earlier.delivery,
    });
  }
  return [...lines.values()];
}

/** Alerts by the transmitter that they are about, in the order of the alerts. */
function alertGroups(alerts: readonly Alert[], emitters: readonly Emitter[]): AlertGroup[] {
  const emitterOf = new Map(
    emitters.flatMap((emitter) => emitter.suspects.map(({ suspectId }) => [suspectId, emitter] as const)),
  );
  const groups = new Map<string, { alerts: [Alert, ...Alert[]]; emitter: Emitter | undefined }>();
  for (const alert of alerts) {
    const { suspectId } = alert;
    const emitter = suspectId === undefined ? undefined : emitterOf.get(suspectId);
    const id = emitter?.id ?? suspectId ?? alert.alertId;
    const group = groups.get(id);
    if (group) group.alerts.push(alert);
    else groups.set(id, { alerts: [alert], emitter });
  }
  return [...groups].map(([id, group]) => ({ id, ...group }));
}

/** Picks out of everything known what a person should look at; an empty answer is a calm venue. */
export function needsPerson(known: {
  alerts: Alert[];
  outages?: Outage[];
  emitters: readonly Emitter[];
  sensors: ShownSensor[];
  faults: Readiness["faults"];
  channels: readonly Pick<Channel, "enabled" | "failingSince">[];
}): NeedsPerson {
  // What a person put off waits for its time, or for news.
  const open = known.alerts.filter(({ state, snoozedUntil }) => state === "open" && snoozedUntil === undefined);
  const outages = togetherOf((known.outages ?? []).filter(({ state }) => state === "open"));
  const toldAs = (kind: Outage["kind"]): ReadonlySet<string> =>
    new Set(outages.filter((outage) => outage.kind === kind).flatMap(({ sensors }) => sensors));
  const told = { offline: new Set([...toldAs("sensor-silent"), ...toldAs("venue-dark")]), deaf: toldAs("sensor-deaf") };
  const inOrder = strongestFirst(
    open.map((alert) => ({ band: bandOf(alert), alert })),
    ({ alert }) => alert.openedAt,
  );
  const alerts = alertGroups(
    inOrder.map(({ alert }) => alert),
    known.emitters,
  );
  const alerted = new Set(alerts.map(({ id }) => id));
  return {
    faults: known.faults,
    alerts,
    outages,
    // One transmitter is one line: with an open alert it stands there already.
    toVisit: known.emitters.filter(
      ({ id, suspects }) => !alerted.has(id) && suspects.some(({ decision }) => decision?.decision === "to-visit"),
    ),
    sensors: known.sensors.filter(
      (sensor) =>
        !(sensor.state === "offline" && told.offline.has(sensor.sensorId)) &&
        !(sensor.state === "deaf" && told.deaf.has(sensor.sensorId)) &&
        needsSomebody(sensor),
    ),
    // People were told of this already, by the outage's line.
    channelFails:
      outages.every(({ kind }) => kind !== "notices-fail") &&
      known.channels.some(({ enabled, failingSince }) => enabled && failingSince !== undefined),
  };
}

/** States that need nobody: who stopped a sensor knows; of an unknown one nobody may say that something is wrong with it. */
const SOUND: ReadonlySet<ShownSensor["state"]> = new Set(["hearing", "stopped", "unknown"]);

/** A sensor that came online a moment ago and has not reported yet needs nobody. */
const justStarted = ({ state, reasons }: ShownSensor): boolean =>
  state === "deaf" && reasons.length > 0 && reasons.every((reason) => reason === "no-health");

/** Whether somebody has to look after a sensor. */
export const needsSomebody = (sensor: ShownSensor): boolean =>
  (!SOUND.has(sensor.state) && !justStarted(sensor)) ||
  sensor.clockWrong ||
  sensor.contractMismatch ||
  sensor.suspectsBeyond !== undefined;

/** How many lines wait. */
export const countOf = (needs: NeedsPerson): number =>
  needs.faults.length +
  needs.alerts.length +
  needs.outages.length +
  needs.toVisit.length +
  needs.sensors.length +
  (needs.channelFails ? 1 : 0);
