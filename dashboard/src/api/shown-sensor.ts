import type { Readiness, Sensor } from "@probewarden/contract";

/** A sensor as the screens may show it: while the collector cannot hear its sensors, nobody knows how they are. */
export interface ShownSensor extends Omit<Sensor, "state"> {
  state: Sensor["state"] | "unknown";
}

/**
 * Whether the collector itself keeps the sensors from being heard: it cannot reach its broker, or takes no data. Their silence is
 * then no sign of anything wrong with them.
 */
export const cannotHearSensors = (health: Pick<Readiness, "state" | "faults"> | undefined): boolean =>
  health !== undefined &&
  (health.state === "refusing-data" || health.faults.some(({ code }) => code === "broker-away"));

export const asTold = (sensors: Sensor[]): ShownSensor[] => sensors;

/** The sensors without what only their silence says, and without their last report, which tells of the time before. */
export const asUnknown = (sensors: Sensor[]): ShownSensor[] =>
  sensors.map(({ health: _, ...sensor }) => ({
    ...sensor,
    state: "unknown",
    reasons: [],
    clockWrong: false,
    contractMismatch: false,
  }));
