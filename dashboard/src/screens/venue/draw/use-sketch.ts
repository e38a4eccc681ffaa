import type { Floor, FloorDrawing, Position, SensorPlaceRequest } from "@probewarden/contract";
import { useState } from "react";
import type { Tagged } from "../../../api/client.ts";
import { useKeepDrawing } from "../../../api/drawing.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { beginning, drawingOf, redo, step, undo, type History, type Sketch } from "./sketch.ts";

type Place = NonNullable<SensorPlaceRequest["before"]>;

/** Where a sensor is known to hang, on any floor. */
const placeOf = ({ floorId, position }: ShownSensor): Place | null =>
  floorId === undefined || position === undefined ? null : { floorId, position };

const sketchOf = (drawing: FloorDrawing, floorId: string, sensors: readonly ShownSensor[]): Sketch => ({
  ...drawing,
  sensors: Object.fromEntries(
    sensors.flatMap((sensor): [string, Position][] =>
      sensor.floorId === floorId && sensor.position !== undefined ? [[sensor.sensorId, sensor.position]] : [],
    ),
  ),
});

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is kept on the server, as this page last knew it. */
interface Base {
  tag: string;
  drawing: FloorDrawing;
  /** Where each sensor hung when the page began, or was last moved to from here. */
  places: ReadonlyMap<string, Place | null>;
}

/** A floor's sketch with undo and redo, and what saves it. The stream's changes do not disturb who draws: the server refuses what is stale. */
export function useSketch(venueId: string, floor: Floor, read: Tagged<FloorDrawing>, sensors: readonly ShownSensor[]) {
  const { floorId } = floor;
  const keep = useKeepDrawing(venueId, floorId);
  const [base, setBase] = useState<Base>(() => ({
    tag: read.tag,
    drawing: read.value,
    places: new Map(sensors.map((sensor) => [sensor.sensorId, placeOf(sensor)])),
  }));
  const [history, setHistory] = useState<History>(() => beginning(sketchOf(read.value, floorId, sensors)));
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  const { now } = history;
  const moved = Object.entries(now.sensors).filter(([sensorId, position]) => {
    const before = base.places.get(sensorId);
    return before?.floorId !== floorId || !same(before.position, position);
  });
  const isDrawn = !same(drawingOf(now), base.drawing);
  const isChanged = isDrawn || moved.length > 0;

  /** Says whether it went well; if not, why is `failure`. */
  const run = async (work: () => Promise<void>): Promise<boolean> => {
    setSaving(true);
    setFailure(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    } finally {
      setSaving(false);
    }
  };
  return {
    now,
    isChanged,
    isSaving,
    failure,
    mayUndo: history.past.length > 0,
    mayRedo: history.future.length > 0,
    take: (next: Sketch): void => setHistory((before) => (next === before.now ? before : step(before, next))),
    undo: (): void => setHistory(undo),
    redo: (): void => setHistory(redo),
    /** Keeps what is different from what the server has: the drawing as a whole, then each sensor. What was kept stays so if a later one fails. */
    save: (): Promise<boolean> =>
      run(async () => {
        if (isDrawn) {
          const { tag } = await keep.keepDrawing(drawingOf(now), base.tag);
          setBase((before) => ({ ...before, tag, drawing: drawingOf(now) }));
        }
        for (const [sensorId, position] of moved) {
          const place = { floorId, position };
          await keep.keepSensor(sensorId, { ...place, before: base.places.get(sensorId) ?? null });
          setBase((before) => ({ ...before, places: new Map(before.places).set(sensorId, place) }));
        }
      }),
    /** Takes what somebody else drew meanwhile as a further step: undone, it is one's own again, and then replaces theirs. */
    takeTheirs: (): Promise<boolean> =>
      run(async () => {
        const { value, tag } = await keep.readAgain();
        setBase((before) => ({
          tag,
          drawing: value,
          places: new Map([...before.places, ...sensors.map((one) => [one.sensorId, placeOf(one)] as const)]),
        }));
        setHistory((before) => step(before, sketchOf(value, floorId, sensors)));
      }),
  };
}

export type SketchWork = ReturnType<typeof useSketch>;
