import type { Position, Venue } from "@probewarden/contract";
import { useId, useState, type KeyboardEvent } from "react";
import { Link } from "react-router";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { SensorShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { keyStep, PlanTaps } from "../venue/draw/sketch-shapes.tsx";
import { clamped } from "../venue/draw/snap.ts";
import { PlanMap } from "../venue/plan-map.tsx";
import { PlanMarker } from "../venue/plan-marker.tsx";
import "../venue/venue.css";
import type { Acts } from "./use-acts.ts";

/** Its name, its floor, and where on the plan it hangs. */
export function PlaceStep({ sensor, venue, acts }: { sensor: ShownSensor; venue: Venue; acts: Acts }) {
  const { t } = useText();
  const help = useId();
  const [name, setName] = useState(sensor.name);
  const [floorId, setFloorId] = useState(sensor.floorId ?? venue.floors[0]?.floorId);
  const floor = venue.floors.find((one) => one.floorId === floorId);
  const [tapped, setTapped] = useState<Position>();
  const known = sensor.floorId === floorId ? sensor.position : undefined;
  const at = tapped ?? known;
  const tap = (to: Position): void => {
    if (floor === undefined) return;
    const [x, y] = clamped(to, floor);
    setTapped({ x, y });
  };
  const isMoved = floor !== undefined && tapped !== undefined;
  const isNamed = name.trim() !== "" && name.trim() !== sensor.name;
  const save = (): void => {
    const of = sensor.sensorId;
    if (isNamed) {
      const body = { name: name.trim(), before: sensor.name };
      if (!acts.act("name", of, { method: "PUT", path: `/api/sensors/${of}/name`, body })) return;
    }
    if (!isMoved) return;
    const hung = sensor.floorId !== undefined && sensor.position !== undefined;
    const before = hung ? { floorId: sensor.floorId, position: sensor.position } : null;
    const body = { floorId: floor.floorId, position: tapped, before };
    acts.act("place", of, { method: "PUT", path: `/api/sensors/${of}/place`, body });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = keyStep(event);
    if (by === undefined || floor === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const from = at ?? { x: floor.widthMetres / 2, y: floor.heightMetres / 2 };
    tap({ x: from.x + by.x, y: from.y + by.y });
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="field">
        <label htmlFor={`${help}-name`}>{t("ladder.name")}</label>
        <input
          id={`${help}-name`}
          value={name}
          maxLength={128}
          required
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      {venue.floors.length === 0 ? (
        <p className="mend">
          {t("ladder.noFloor")} <Link to={`/venue/${venue.venueId}`}>{t("nav.venue")}</Link>
        </p>
      ) : (
        <div className="field">
          <label htmlFor={`${help}-floor`}>{t("ladder.floor")}</label>
          <select
            id={`${help}-floor`}
            value={floorId}
            onChange={(event) => {
              setFloorId(event.target.value);
              setTapped(undefined);
            }}
          >
            {venue.floors.map((one) => (
              <option key={one.floorId} value={one.floorId}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
      )}
      {floor !== undefined && (
        <>
          <p id={help} className="muted">
            {at === undefined ? t("ladder.tap") : t("ladder.tapAgain")}
          </p>
          <div className="ladder-plan">
            <PlanMap floor={floor} describedBy={help} onKeyDown={onKeyDown}>
              <PlanTaps onTap={tap} />
              {at !== undefined && (
                <PlanMarker at={at} label={sensor.name} front onChoose={() => undefined}>
                  <span className="chosen">
                    <SensorShape state={sensor.state} size={24} />
                  </span>
                </PlanMarker>
              )}
            </PlanMap>
          </div>
        </>
      )}
      <button className="button primary big" disabled={!isNamed && !isMoved}>
        {t("ladder.keepPlace")}
      </button>
    </form>
  );
}
