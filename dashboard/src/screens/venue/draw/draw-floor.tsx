import type { Camera, Floor, FloorDrawing, Position, Venue } from "@probewarden/contract";
import { crossesItself } from "@probewarden/place";
import { useId, useState, type KeyboardEvent } from "react";
import { ApiFailure, type Tagged } from "../../../api/client.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { LeaveGuard } from "../../../components/leave-guard.tsx";
import { FormFailure } from "../../../components/form-failure.tsx";
import { CameraShape, SensorShape } from "../../../components/marks.tsx";
import { useText } from "../../../text/text.ts";
import { PlanMap } from "../plan-map.tsx";
import { DrawList } from "./draw-list.tsx";
import { DrawBar, type Tool } from "./draw-bar.tsx";
import { MATERIALS } from "./materials.ts";
import { MovableMark } from "./movable-mark.tsx";
import { keyStep, PlanTaps, sameChosen, SketchShapes } from "./sketch-shapes.tsx";
import {
  crossedZones,
  placeIn,
  without,
  withPlace,
  withPoint,
  withWall,
  withZone,
  type Chosen,
  type Corner,
} from "./sketch.ts";
import { clamped, snapped } from "./snap.ts";
import { useSketch } from "./use-sketch.ts";

/** As near as this share of the floor's longer side a corner draws a point to itself: about a finger on a phone that shows the whole floor. */
const REACH_SHARE = 0.02;

/** One floor on which somebody draws. */
export function DrawFloor({
  venue,
  floor,
  read,
  sensors,
  cameras,
  onClose,
}: {
  venue: Venue;
  floor: Floor;
  read: Tagged<FloorDrawing>;
  sensors: ShownSensor[];
  cameras: Camera[];
  onClose: () => void;
}) {
  const { t } = useText();
  const work = useSketch(venue.venueId, floor, read, sensors);
  const sketch = work.now;
  const [tool, setTool] = useState<Tool>("choose");
  const [chosen, setChosen] = useState<Chosen>();
  const [progress, setProgress] = useState<Corner[]>([]);
  const [cross, setCross] = useState<Position>();
  const [snaps, setSnaps] = useState(true);
  const [said, setSaid] = useState("");
  const help = useId();
  const crossed = crossedZones(sketch);

  const reachMetres = Math.max(floor.widthMetres, floor.heightMetres) * REACH_SHARE;
  const corners = [
    ...sketch.walls.flatMap(({ points }) => points),
    ...sketch.zones.flatMap(({ corners: own }) => own),
    ...progress,
  ];
  const pointAt = (at: Position): Corner =>
    snaps ? snapped(at, { floor, corners, from: progress.at(-1), reachMetres }) : clamped(at, floor);

  const choose = (next: Chosen | undefined): void => {
    setChosen(next);
    setProgress([]);
    setTool("choose");
    setCross(next === undefined ? undefined : placeIn(sketch, next));
    setSaid("");
  };
  const finish = (points: readonly Corner[]): void => {
    const isZone = tool === "zone";
    if (points.length < (isZone ? 3 : 2)) return setSaid(t(isZone ? "draw.zoneShort" : "draw.wallShort"));
    if (isZone && crossesItself(points)) return setSaid(t("draw.crosses"));
    setProgress([]);
    setSaid(t(isZone ? "draw.zoneDone" : "draw.wallDone"));
    setChosen(isZone ? { kind: "zone", index: sketch.zones.length } : { kind: "wall", index: sketch.walls.length });
    work.take(
      isZone
        ? withZone(sketch, { kind: "toilet", corners: [...points] })
        : withWall(sketch, { points: [...points], lossDb: MATERIALS.brick }),
    );
  };
  const isSame = (one: Corner | undefined, other: Corner): boolean => one?.[0] === other[0] && one[1] === other[1];
  const tap = (at: Position): void => {
    if (tool === "choose") {
      if (chosen?.kind === "sensor" || chosen?.kind === "camera") {
        const [x, y] = clamped(at, floor);
        work.take(withPlace(sketch, chosen, { x, y }));
        setCross(undefined);
      } else setChosen(undefined);
      return;
    }
    const point = pointAt(at);
    // Pointing at the end again, or at the beginning of a zone, ends the line.
    if (isSame(progress.at(-1), point) || (tool === "zone" && progress.length > 2 && isSame(progress[0], point)))
      return finish(progress);
    setChosen(undefined);
    setSaid("");
    setProgress([...progress, point]);
  };
  const remove = (which: Chosen): void => {
    setChosen(undefined);
    work.take(without(sketch, which));
  };
  const undo = (): void => {
    // A line in progress is taken back point by point.
    if (progress.length > 0) return setProgress(progress.slice(0, -1));
    setChosen(undefined);
    work.undo();
  };
  const redo = (): void => {
    setChosen(undefined);
    work.redo();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (isTyping || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" && !event.shiftKey) undo();
      else if (key === "y" || key === "z") redo();
      else return;
    } else if (key === "escape" && (progress.length > 0 || chosen !== undefined)) {
      setProgress([]);
      setChosen(undefined);
    } else if (key === "backspace" && progress.length > 0) undo();
    else if (key === "delete" && chosen !== undefined && chosen.kind !== "sensor") remove(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPlanKey = (event: KeyboardEvent): void => {
    const by = keyStep(event);
    const at = cross ?? { x: floor.widthMetres / 2, y: floor.heightMetres / 2 };
    if (by !== undefined) {
      const [x, y] = clamped(cross === undefined ? at : { x: at.x + by.x, y: at.y + by.y }, floor);
      setCross({ x, y });
    } else if ((event.key === "Enter" || event.key === " ") && cross !== undefined) tap(cross);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="venue draw" onKeyDown={onKeyDown}>
      <LeaveGuard
        isHeld={work.isChanged || progress.length > 0}
        save={work.isChanged && crossed.length === 0 && progress.length === 0 ? work.save : undefined}
      />
      <DrawBar
        title={t("draw.title", { venue: venue.name, floor: floor.name })}
        tool={tool}
        snaps={snaps}
        work={work}
        mayFinish={progress.length > 0}
        mayUndo={work.mayUndo || progress.length > 0}
        isWrong={crossed.length > 0}
        onTool={(next) => {
          setTool(next);
          setProgress([]);
          setChosen(undefined);
          setSaid("");
        }}
        onSnaps={setSnaps}
        onFinish={() => finish(progress)}
        onUndo={undo}
        onRedo={redo}
        onClose={onClose}
      />
      <div className="stage">
        <PlanMap floor={floor} describedBy={help} onKeyDown={onPlanKey}>
          <PlanTaps onTap={tap} />
          <SketchShapes
            floor={floor}
            sketch={sketch}
            chosen={chosen}
            crossed={crossed}
            progress={progress}
            isZone={tool === "zone"}
            cross={cross}
            mayChoose={tool === "choose"}
            onChoose={choose}
            onPoint={(point, to) => {
              if (chosen) work.take(withPoint(sketch, chosen, point, clamped(to, floor)));
            }}
          />
          {Object.entries(sketch.sensors).map(([id, at]) => {
            const sensor = sensors.find(({ sensorId }) => sensorId === id);
            const which: Chosen = { kind: "sensor", id };
            return (
              sensor && (
                <MovableMark
                  key={id}
                  at={at}
                  label={t("draw.movable", { name: sensor.name })}
                  isChosen={sameChosen(chosen, which)}
                  onChoose={() => choose(which)}
                  onMoved={(to) => {
                    const [x, y] = clamped(to, floor);
                    work.take(withPlace(sketch, which, { x, y }));
                  }}
                >
                  <SensorShape state={sensor.state} size={18} />
                </MovableMark>
              )
            );
          })}
          {sketch.cameras.map(({ cameraId: id, position }) => {
            const camera = cameras.find(({ cameraId }) => cameraId === id);
            const which: Chosen = { kind: "camera", id };
            return (
              camera && (
                <MovableMark
                  key={id}
                  at={position}
                  label={t("draw.movable", { name: camera.finding.name ?? camera.finding.address })}
                  isChosen={sameChosen(chosen, which)}
                  onChoose={() => choose(which)}
                  onMoved={(to) => {
                    const [x, y] = clamped(to, floor);
                    work.take(withPlace(sketch, which, { x, y }));
                  }}
                >
                  <CameraShape size={18} />
                </MovableMark>
              )
            );
          })}
        </PlanMap>
      </div>
      <div className="draw-said">
        <p id={help} className="small muted">
          {t(
            tool === "choose"
              ? chosen?.kind === "sensor" || chosen?.kind === "camera"
                ? "draw.helpPlace"
                : "draw.helpChoose"
              : tool === "zone"
                ? "draw.helpZone"
                : "draw.helpWall",
          )}{" "}
          {t("draw.helpKeys")}
        </p>
        <p role="status">{said}</p>
        <FormFailure failure={work.failure} />
        {work.failure instanceof ApiFailure && work.failure.code === "changed-meanwhile" && (
          <p>
            <button type="button" className="button" onClick={() => void work.takeTheirs()}>
              {t("draw.takeTheirs")}
            </button>
          </p>
        )}
      </div>
      <DrawList
        sketch={sketch}
        chosen={chosen}
        crossed={crossed}
        sensors={sensors}
        cameras={cameras}
        onChoose={choose}
        onDelete={remove}
        onTake={work.take}
      />
    </div>
  );
}
