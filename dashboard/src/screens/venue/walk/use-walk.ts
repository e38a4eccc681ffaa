import type { CalibrationState, WalkPoint, WalkPointRequest } from "@probewarden/contract";
import { useCallback, useEffect, useMemo, useState } from "react";
import { calibrationPath, useCalibrationSteps } from "../../../api/calibration.ts";
import { ApiFailure, mayPass, request } from "../../../api/client.ts";
import { newPointId, WalkQueue, type Sent, type WalkChange } from "./walk-queue.ts";

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
  const queue = useMemo(() => new WalkQueue(localStorage, `${venueId} ${floorId}`), [venueId, floorId]);
  const { shown } = useCalibrationSteps(venueId, floorId);
  const [waiting, setWaiting] = useState(queue.waiting);
  const [refused, setRefused] = useState<unknown>();
  const path = calibrationPath(venueId, floorId);

  const flush = useCallback(async () => {
    const send = async ({ pointId, point }: WalkChange): Promise<Sent> => {
      try {
        const at = `${path}/walk/points/${pointId}`;
        shown(await request<CalibrationState>(point === undefined ? "DELETE" : "PUT", at, point));
        return "taken";
      } catch (failure) {
        // Signed out meanwhile: it is sent again, too.
        if (mayPass(failure) || (failure instanceof ApiFailure && failure.status === 401)) return "away";
        setRefused(failure);
        return "refused";
      }
    };
    await queue.send(send);
    setWaiting(queue.waiting);
  }, [queue, path, shown]);

  const isWaiting = waiting.length > 0;
  useEffect(() => {
    void flush();
    const online = (): void => void flush();
    window.addEventListener("online", online);
    const timer = isWaiting ? setInterval(online, SEND_AGAIN_MS) : undefined;
    return () => {
      window.removeEventListener("online", online);
      clearInterval(timer);
    };
  }, [flush, isWaiting]);

  const change = (next: WalkChange): void => {
    setRefused(undefined);
    queue.add(next);
    setWaiting(queue.waiting);
    void flush();
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
    refused,
    unsent: waiting.length,
    points: [...told.map((one): ShownPoint => ({ ...one, told: one })), ...unsent],
    add: (point: WalkPointRequest) => change({ pointId: newPointId(), point }),
    remove: (pointId: string) => change({ pointId, point: undefined }),
    forget: () => {
      queue.clear();
      setWaiting([]);
    },
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
