import type { Place, Position } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import type { useText } from "../../text/text.ts";
import { clusterMarks, FEW } from "./cluster-marks.ts";
import type { PlanMark } from "./mark-layer.ts";
import { marksAside, placeNames } from "./mark-place.ts";
import type { MarkedSuspect } from "./marked-suspect.ts";
import type { PlanRegion } from "./region-layer.ts";
import { meanText, type LoadSource } from "./time/load-cells.ts";

/** A suspect with a place. */
export type PlacedSuspect = MarkedSuspect & { place: Place };

/** Everything of a picture that has a place on a floor. */
export interface OnFloor {
  sensors: readonly ShownSensor[];
  suspects: readonly PlacedSuspect[];
  /** What the sensors hear of phones, where that is looked at. */
  load?: readonly LoadSource[] | undefined;
}

/** A picture as it is drawn. */
export interface PlanScene {
  marks: readonly PlanMark[];
  regions: readonly PlanRegion[];
}

/** How it is looked at, and what a press does. */
export interface Looked {
  pixelsPerMetre: number;
  /** Of the floor: names stand within it. */
  widthMetres: number;
  /** Id of what was chosen. */
  chosen: string | undefined;
  words: Pick<ReturnType<typeof useText>, "t" | "code">;
  onSuspect: (id: string) => void;
  onSensor: (id: string) => void;
  onCluster: (at: Position, first: string) => void;
}

/** Name of the shape of a suspect's mark, and of a sensor's. */
export const suspectShape = ({ band, state, settled }: Pick<MarkedSuspect, "band" | "state" | "settled">): string =>
  `${band} ${state === "silent" || state === "unobserved" ? "unheard" : "heard"} ${settled ? "settled" : "open"}`;
export const sensorShape = (state: ShownSensor["state"]): string => `sensor ${state}`;

/**
 * Sensors and suspects on a floor, none of which covers another. Of many suspects those that would cover each other are one mark with their
 * number, and only the chosen one has its regions.
 */
export function sceneOf({ sensors, suspects, load = [] }: OnFloor, looked: Looked): PlanScene {
  const { pixelsPerMetre: scale, chosen, words } = looked;
  const inPixels = ({ x, y }: Position): Position => ({ x: x * scale, y: y * scale });
  const { single, clusters } = clusterMarks(suspects, scale, chosen);
  const places = [...single.map(({ place }) => place.position), ...clusters.map(({ at }) => at)];
  const placed = sensors.flatMap((sensor) =>
    sensor.position === undefined ? [] : [{ sensor, position: sensor.position }],
  );
  const aside = marksAside(
    places.map(inPixels),
    placed.map(({ position }) => inPixels(position)),
  );
  // The whole mark goes aside, so that what is under its place can be pressed.
  const stands = places.map(({ x, y }, at) => ({
    x: x + (aside[at]?.x ?? 0) / scale,
    y: y + (aside[at]?.y ?? 0) / scale,
  }));
  const isFew = suspects.length <= FEW;
  return {
    marks: [
      ...sensorMarks(placed, stands.map(inPixels), load, looked),
      ...single.map((suspect, at): PlanMark => ({
        key: suspect.suspectId,
        at: stands[at] ?? suspect.place.position,
        shape: suspectShape(suspect),
        get label() {
          return suspect.label;
        },
        front: true,
        isChosen: suspect.suspectId === chosen,
        choose: () => looked.onSuspect(suspect.suspectId),
      })),
      ...clusters.flatMap(({ at, marks }, index): PlanMark[] => {
        const [first] = marks;
        if (first === undefined) return [];
        return [
          {
            key: first.suspectId,
            at: stands[single.length + index] ?? at,
            shape: suspectShape(first),
            get label() {
              return words.t("venue.cluster", { n: marks.length, first: first.label });
            },
            front: true,
            isChosen: false,
            count: marks.length,
            choose: () => looked.onCluster(at, first.suspectId),
          },
        ];
      }),
    ],
    regions: single
      .filter(({ suspectId }) => isFew || suspectId === chosen)
      .map(({ suspectId, place, settled, band }) => ({ key: suspectId, place, band: settled ? "settled" : band })),
  };
}

/** A floor that fits the window has so much room on either side; names may reach into it. */
const BESIDE_PX = 20;

/** The sensors, each with its name where that covers nothing. */
function sensorMarks(
  placed: readonly { sensor: ShownSensor; position: Position }[],
  suspectsPx: readonly Position[],
  load: readonly LoadSource[],
  { pixelsPerMetre: scale, widthMetres, words: { t, code }, onSensor }: Looked,
): PlanMark[] {
  const heard = new Map(load.map((one) => [one.sensorId, one]));
  const named = placed.map(({ sensor, position }) => {
    const own = heard.get(sensor.sensorId);
    // The figures stand in the place of the name: the layer is about them, and the name is under the pointer.
    const figures =
      own &&
      t("layer.load1", {
        requests: meanText(own.probeRequests, t("layer.few")),
        devices: meanText(own.devices, t("layer.few")),
      });
    return { sensor, position, name: figures ?? sensor.name };
  });
  const sides = placeNames(
    named.map(({ position, name }) => ({ at: { x: position.x * scale, y: position.y * scale }, name })),
    suspectsPx,
    { left: -BESIDE_PX, right: widthMetres * scale + BESIDE_PX },
  );
  return named.map(({ sensor, position, name }, at): PlanMark => {
    const stand = sides[at];
    return {
      key: `sensor ${sensor.sensorId}`,
      at: position,
      shape: sensorShape(sensor.state),
      // What is seen beside the mark is part of its name, as who speaks to the page would say it.
      get label() {
        return [sensor.name, code("sensor", sensor.state), ...(name === sensor.name ? [] : [name])].join(" · ");
      },
      front: false,
      isChosen: false,
      ...(stand && { caption: { text: name, ...stand } }),
      choose: () => onSensor(sensor.sensorId),
    };
  });
}
