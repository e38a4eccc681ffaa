import type { CalibrationState, CalibrationWalk, Floor, Position } from "@probewarden/contract";
import { useId, useState } from "react";
import { useCalibrationSteps, useHeardAccessPoints } from "../../../api/calibration.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { levelText } from "../../../components/figures.ts";
import { FormFailure } from "../../../components/form-failure.tsx";
import { SensorShape } from "../../../components/marks.tsx";
import { cutMiddle } from "../../../components/middle-cut.ts";
import { useText } from "../../../text/text.ts";
import { PlanTaps } from "../draw/sketch-shapes.tsx";
import { PlanMap } from "../plan-map.tsx";
import { PlanMarker } from "../plan-marker.tsx";
import { FitWords } from "./fit-words.tsx";
import { Nudge } from "./nudge.tsx";
import { useFit } from "./use-fit.ts";
import { useWalk } from "./use-walk.ts";
import { WalkPoints } from "./walk-points.tsx";
import { standsUntil } from "./stand-still.ts";

/** Levels of an access point are those of the ten minutes before it is named: it stood there. */
const STOOD_MS = 10 * 60_000;
/** Fewer places than this that somebody heard make no fit. */
const LEAST_HEARD = 6;

/** A walk that is under way: the plan on which places are tapped, the points, and the fit. */
export function WalkFloor({
  venueId,
  floor,
  sensors,
  state,
  walk,
}: {
  venueId: string;
  floor: Floor;
  sensors: readonly ShownSensor[];
  state: CalibrationState;
  walk: CalibrationWalk;
}) {
  const { t } = useText();
  const { end, fitWalk } = useCalibrationSteps(venueId, floor.floorId);
  const { now, points, unsent, isFull, refused, add, remove, forget } = useWalk(venueId, floor.floorId, state);
  const fit = useFit(fitWalk);
  const [at, setAt] = useState<Position>();
  const [kind, setKind] = useState<"carried" | "access-point">(walk.carried === undefined ? "access-point" : "carried");
  const [chosen, setChosen] = useState("");
  const [failure, setFailure] = useState<unknown>();
  const [inWords, group, select] = [useId(), useId(), useId()];
  const accessPoints = useHeardAccessPoints(venueId, floor.floorId, kind === "access-point").data;
  const standing = Math.max(
    0,
    ...points.flatMap((point) => (point.kind === "carried" ? Date.parse(point.toAt) - now : [])),
  );
  const heard = points.filter(({ told }) => told?.state === "heard").length;
  const inside = (to: Position): Position => ({
    x: Math.round(Math.min(floor.widthMetres, Math.max(0, to.x)) * 10) / 10,
    y: Math.round(Math.min(floor.heightMetres, Math.max(0, to.y)) * 10) / 10,
  });
  const transmitter = kind === "carried" ? walk.carried : chosen === "" ? undefined : chosen;
  const begin = (): void => {
    if (at === undefined || transmitter === undefined) return;
    const [from, to] = kind === "carried" ? [now, standsUntil(now)] : [now - STOOD_MS, now];
    add({ kind, transmitter, ...at, fromAt: iso(from), toAt: iso(to) });
    setAt(undefined);
  };

  return (
    <>
      <div className="walk-plan" style={{ aspectRatio: `${floor.widthMetres} / ${floor.heightMetres}` }}>
        <PlanMap floor={floor} describedBy={inWords}>
          <PlanTaps onTap={(to) => setAt(inside(to))} />
          {sensors.map(({ sensorId, name, state: hears, position }) =>
            position === undefined ? null : (
              <PlanMarker key={sensorId} at={position} label={name} onChoose={() => setAt(inside(position))}>
                <SensorShape state={hears} size={20} />
              </PlanMarker>
            ),
          )}
          {points.map((point, index) => (
            <PlanMarker
              key={point.pointId}
              at={point}
              label={t("walk.point", { n: index + 1 })}
              onChoose={() => setAt(inside(point))}
            >
              <span className={`walk-mark num ${point.told?.state ?? "unsent"}`}>{index + 1}</span>
            </PlanMarker>
          ))}
          {at && (
            <PlanMarker at={at} label={t("walk.unchoose")} front onChoose={() => setAt(undefined)}>
              <span className="walk-cross" aria-hidden="true" />
            </PlanMarker>
          )}
        </PlanMap>
      </div>
      <div className="walk-part">
        <p id={inWords}>{t("walk.plan")}</p>
        <Nudge
          at={at}
          onMove={(to) => setAt(inside(to))}
          middle={{ x: floor.widthMetres / 2, y: floor.heightMetres / 2 }}
        />
        {walk.carried !== undefined && (
          <>
            <p className={walk.hearing.length === 0 ? "watch" : "muted"}>
              {walk.hearing.length === 0 ? t("walk.hearingNone") : t("walk.hearing", { n: walk.hearing.length })}
            </p>
            <fieldset className="tabs walk-kinds">
              <legend className="visually-hidden">{t("walk.way")}</legend>
              {(["carried", "access-point"] as const).map((one) => (
                <label key={one}>
                  <input type="radio" name={group} checked={kind === one} onChange={() => setKind(one)} />
                  {t(one === "carried" ? "walk.carried" : "walk.accessPoint")}
                </label>
              ))}
            </fieldset>
          </>
        )}
        {kind === "access-point" && (
          <div className="walk-choice">
            <label htmlFor={select}>{t("walk.which")}</label>
            {accessPoints?.length === 0 && <p className="muted">{t("walk.noAccessPoints")}</p>}
            <select id={select} value={chosen} onChange={(event) => setChosen(event.target.value)}>
              <option value="">{t("walk.none")}</option>
              {(accessPoints ?? []).map(({ transmitter: address, sensors: by, loudestDbm }) => (
                <option key={address} value={address}>
                  {cutMiddle(address, 17)} · {t("walk.heardBy", { n: by, level: levelText(loudestDbm) })}
                </option>
              ))}
            </select>
          </div>
        )}
        <button
          type="button"
          className="button primary walk-large"
          disabled={at === undefined || transmitter === undefined || (kind === "carried" && standing > 0)}
          onClick={begin}
        >
          {kind === "carried" && standing > 0
            ? t("walk.stand", { n: Math.ceil(standing / 1_000) })
            : at === undefined
              ? t("walk.choosePlace")
              : t(kind === "carried" ? "walk.here" : "walk.standsHere")}
        </button>
        {unsent > 0 && (
          <p role="status" className="watch">
            {t("walk.unsent", { n: unsent })}
          </p>
        )}
        {isFull && <p className="mend">{t("ladder.full")}</p>}
        <FormFailure failure={refused} />
        <WalkPoints points={points} now={now} onUndo={remove} />
        <button
          type="button"
          className="button walk-large"
          disabled={fit.isBusy || heard < LEAST_HEARD}
          onClick={() => void fit.run()}
        >
          {fit.isBusy ? t("walk.fitting") : t("walk.fit")}
        </button>
        {heard < LEAST_HEARD && <p className="muted">{t("walk.needs", { n: heard })}</p>}
        <FitWords result={fit.result} />
        <button
          type="button"
          className="button walk-large"
          onClick={() => {
            forget();
            void end().catch((reason: unknown) => setFailure(reason));
          }}
        >
          {t("walk.end")}
        </button>
        <FormFailure failure={failure ?? fit.failure} />
      </div>
    </>
  );
}

const iso = (ms: number): string => new Date(Math.round(ms)).toISOString();
