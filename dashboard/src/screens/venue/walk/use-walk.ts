import type { CalibrationState, WalkPoint, WalkPointRequest } from "@probewarden/contract";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { calibrationPath, useCalibrationSteps } from "../../../api/calibration.ts";
import { request } from "../../../api/client.ts";
import { KeptQueue, QueueFull } from "../../../api/kept-queue.ts";
import { useSession } from "../../../api/queries.ts";
import { keepPoint, newPointId, takeBack, walkRules, type WalkChange } from "./walk-change.ts";

/** A point as the page lists it: as the collector has it, or as it still waits in the browser. */
export interface ShownPoint extends WalkPointRequest {
  pointId: string;
  /** Absent: it has not been sent. */
  told?: WalkPoint;
}

const SEND_AGAIN_MS = 4_000;
const TICK_MS = 500;

/** The points of a walk with those that wait to be sent, and the collector's clock. */
export function useWalk(venueId: string, floorId: string, state: CalibrationState) {
  const { shown } = useCalibrationSteps(venueId, floorId);
  const account = useSession().data?.name ?? "";
  const [failure, setFailure] = useState<unknown>();
  const [isFull, setFull] = useState(false);
  const queue = useMemo(() => {
    const send = async ({ pointId, point }: WalkChange): Promise<void> => {
      const at = `${calibrationPath(venueId, floorId)}/walk/points/${pointId}`;
      try {
        shown(await request<CalibrationState>(point === undefined ? "DELETE" : "PUT", at, point));
      } catch (reason) {
        setFailure(reason);
        throw reason;
      }
    };
    return new KeptQueue(localStorage, `walk.${venueId} ${floorId}`, account, walkRules(send));
  }, [venueId, floorId, account, shown]);
  const { waiting, refused } = useSyncExternalStore(queue.subscribe, queue.snapshot);

  const isWaiting = waiting.length > 0;
  useEffect(() => {
    const run = (): void => void queue.run();
    run();
    window.addEventListener("online", run);
    const timer = isWaiting ? setInterval(run, SEND_AGAIN_MS) : undefined;
    return () => {
      window.removeEventListener("online", run);
      clearInterval(timer);
    };
  }, [queue, isWaiting]);

  const change = (next: WalkChange): void => {
    try {
      queue.add(next);
      setFull(false);
    } catch (reason) {
      if (!(reason instanceof QueueFull)) throw reason;
      setFull(true);
    }
    void queue.run();
  };
  const now = useClock(state.now);
  const gone = new Set(waiting.filter(({ point }) => point === undefined).map(({ pointId }) => pointId));
  const told = (state.walk?.points ?? []).filter(({ pointId }) => !gone.has(pointId));
  const known = new Set(told.map(({ pointId }) => pointId));
  const unsent = waiting.flatMap(({ pointId, point }): ShownPoint[] =>
    point === undefined || known.has(pointId) || gone.has(pointId) ? [] : [{ pointId, ...point }],
  );
  return {
    now,
    refused: refused.length > 0 ? failure : undefined,
    isFull,
    unsent: waiting.length,
    points: [...told.map((one): ShownPoint => ({ ...one, told: one })), ...unsent],
    add: (point: WalkPointRequest) => change(keepPoint(newPointId(), point)),
    remove: (pointId: string) => change(takeBack(pointId)),
    forget: () => queue.clear(),
  };
}

/** The collector's clock, from what it said last: a phone's own may be wrong, and sensors' minutes are the collector's. */
function useClock(said: string): number {
  const [offset, setOffset] = useState(() => Date.parse(said) - Date.now());
  const [here, setHere] = useState(() => Date.now());
  useEffect(() => setOffset(Date.parse(said) - Date.now()), [said]);
  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return here + offset;
}
