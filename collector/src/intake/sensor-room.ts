import type { SensorRefusalCode } from "@probewarden/contract";
import { groupBy } from "../group-by.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { endStale } from "../suspects/end-stale.ts";
import {
  countCameras,
  findingsOf,
  knownCameras,
  knownFindings,
  type Holding,
  type KnownFinding,
} from "./sensor-holding.ts";
import type { SensorLimits } from "./sensor-limits.ts";
import type { Accepted } from "./accepted.ts";
import { Turns } from "./turns.ts";

/** What of a batch may be stored, and what its sensors are to set aside. */
export interface Room {
  kept: Accepted[];
  noRoom: { entry: Accepted; reason: SensorRefusalCode }[];
}

/**
 * The messages of a batch for which their sensors have room. What is known already always has it, and so has an end, which makes room; a
 * new finding or camera, and a finding that comes back, only while the sensor holds fewer than it may. Where a sensor has too many open and
 * opens others, those that it cannot hold any more end first. Several collectors may each let the last one in.
 */
export async function roomFor(
  state: StateStore,
  accepted: readonly Accepted[],
  limits: SensorLimits,
  now: number,
): Promise<Room> {
  const room: Room = { kept: [], noRoom: [] };
  const sensors = new Map<string, RoomOfSensor>();
  const turns = new Turns();
  for (const [sensorId, entries] of bySensor(accepted)) {
    sensors.set(sensorId, await RoomOfSensor.look(state, { sensorId, entries, limits, now }));
    await turns.next();
  }
  for (const entry of accepted) {
    const reason = sensors.get(entry.message.sensorId)?.take(entry);
    if (reason === undefined) room.kept.push(entry);
    else room.noRoom.push({ entry, reason });
  }
  return room;
}

interface Look {
  sensorId: string;
  entries: readonly Accepted[];
  limits: SensorLimits;
  now: number;
}

/** Findings and cameras of a batch, by their sensors. */
function bySensor(accepted: readonly Accepted[]): Map<string, Accepted[]> {
  const held = accepted.filter(({ message: { kind } }) => kind === "finding" || kind === "camera");
  return groupBy(held, ({ message }) => message.sensorId);
}

class RoomOfSensor {
  readonly #limits: SensorLimits;
  readonly #findings: Map<string, KnownFinding>;
  readonly #cameras: Set<string>;
  #holding: Holding = { open: 0, findings: 0, cameras: 0 };

  private constructor(limits: SensorLimits, findings: Map<string, KnownFinding>, cameras: Set<string>) {
    this.#limits = limits;
    this.#findings = findings;
    this.#cameras = cameras;
  }

  static async look(state: StateStore, { sensorId, entries, limits, now }: Look): Promise<RoomOfSensor> {
    const findingIds = new Set<string>();
    const cameraIds = new Set<string>();
    for (const { message } of entries)
      if (message.kind === "finding") findingIds.add(message.body.findingId);
      else if (message.kind === "camera") cameraIds.add(message.body.cameraId);
    const room = new RoomOfSensor(
      limits,
      await knownFindings(state, sensorId, findingIds),
      await knownCameras(state, sensorId, cameraIds),
    );
    const opening = new Set(entries.flatMap(({ message }) => (room.#opens(message) ? [message.body.findingId] : [])));
    if (cameraIds.size > room.#cameras.size) room.#holding.cameras = await countCameras(state, sensorId);
    if (opening.size === 0 && findingIds.size === room.#findings.size) return room;
    Object.assign(room.#holding, await findingsOf(state, sensorId));
    const over = room.#holding.open + opening.size - limits.openFindings;
    const last = entries.at(-1);
    if (opening.size === 0 || over <= 0 || last === undefined) return room;
    room.#holding.open -= await endStale(state, {
      venueId: last.sensor.venueId,
      boot: { sensorId, bootId: last.message.bootId },
      count: over,
      spared: findingIds,
      now,
    });
    return room;
  }

  /** Why there is no room for a message; undefined when there is, and it is counted. Whatever follows about the same in a batch is not new. */
  take({ message }: Accepted): SensorRefusalCode | undefined {
    if (message.kind === "camera") {
      if (this.#cameras.has(message.body.cameraId)) return undefined;
      if (this.#holding.cameras >= this.#limits.cameras) return "over-cameras";
      this.#cameras.add(message.body.cameraId);
      this.#holding.cameras++;
    }
    if (message.kind !== "finding") return undefined;
    const known = this.#findings.get(message.body.findingId);
    const opens = this.#opens(message);
    if (opens && this.#holding.open >= this.#limits.openFindings) return "over-suspects";
    if (known === undefined && this.#holding.findings >= this.#limits.findings) return "over-findings";
    if (opens) this.#holding.open++;
    if (known === undefined) this.#holding.findings++;
    if (known === undefined || opens)
      this.#findings.set(message.body.findingId, {
        state: message.body.state,
        bootId: message.bootId,
        seq: message.seq,
      });
    return undefined;
  }

  /** Whether a message makes one more open finding: a new one, or one that had ended. What came before the end opens nothing. */
  #opens(message: Accepted["message"]): message is Extract<Accepted["message"], { kind: "finding" }> {
    if (message.kind !== "finding" || message.body.state === "ended") return false;
    const known = this.#findings.get(message.body.findingId);
    if (known === undefined) return true;
    return known.state === "ended" && !(known.bootId === message.bootId && message.seq <= (known.seq ?? 0));
  }
}
