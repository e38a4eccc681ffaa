import type { Floor } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { planPicture, type PlanMark } from "../../print/picture.ts";
import type { Picture } from "../../print/sheet.ts";
import type { Say } from "../../text/text.ts";
import { unheardArea } from "../venue/coverage.ts";

/** Sensors of a floor as marks: their numbers are those of the table. */
export const sensorMarks = (floorId: string, sensors: readonly ShownSensor[]): PlanMark[] =>
  sensors.flatMap(({ floorId: on, position, state }, at) =>
    on === floorId && position !== undefined
      ? [{ at: position, label: String(at + 1), shape: state === "hearing" ? ("disc" as const) : ("ring" as const) }]
      : [],
  );

/** What the marks and the hatch of a plan mean, and how much of the floor nobody hears. */
export function planOf(floor: Floor, sensors: readonly ShownSensor[], marks: readonly PlanMark[], t: Say): Picture {
  const area = unheardArea(floor, sensors);
  return {
    caption: `${floor.name} · ${t("print.unheard", { n: area })} · ${t("print.marks")}`,
    load: () => planPicture(floor, sensors, marks),
  };
}
