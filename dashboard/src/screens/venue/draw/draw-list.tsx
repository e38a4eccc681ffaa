import type { Camera, ZoneKind } from "@probewarden/contract";
import { ZONE_KINDS } from "@probewarden/contract/figures";
import { useId, type ReactNode } from "react";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { CameraShape, SensorShape } from "../../../components/marks.tsx";
import { VirtualRows } from "../../../components/virtual-rows.tsx";
import { useText } from "../../../text/text.ts";
import { cameraName } from "../use-floor-cameras.ts";
import { MATERIALS, materialOf } from "./materials.ts";
import { sameChosen } from "./sketch-shapes.tsx";
import { withOtherWall, withOtherZone, type Chosen, type Sketch } from "./sketch.ts";

/** The sketch in words: everything on the plan can be chosen, changed and deleted here too. */
export function DrawList(props: {
  sketch: Sketch;
  chosen: Chosen | undefined;
  crossed: readonly number[];
  sensors: readonly ShownSensor[];
  cameras: readonly Camera[];
  onChoose: (chosen: Chosen | undefined) => void;
  onDelete: (chosen: Chosen) => void;
  onTake: (next: Sketch) => void;
}) {
  const { t, code } = useText();
  const { sketch, chosen } = props;
  const row = (which: Chosen, words: string, mark: ReactNode, mayDelete: boolean, shown: ReactNode = words) => (
    <div className="draw-row">
      <button
        type="button"
        className="button plain"
        aria-pressed={sameChosen(chosen, which)}
        onClick={() => props.onChoose(sameChosen(chosen, which) ? undefined : which)}
      >
        {mark} {shown}
      </button>
      {mayDelete && (
        <button
          type="button"
          className="button plain"
          aria-label={t("draw.deleteOne", { what: words })}
          onClick={() => props.onDelete(which)}
        >
          {t("draw.delete")}
        </button>
      )}
    </div>
  );
  const cameraPlaces = new Set(sketch.cameras.map(({ cameraId }) => cameraId));
  return (
    <div className="venue-list">
      <section className="section">
        <h2>{t("draw.sensors", { n: Object.keys(sketch.sensors).length, all: props.sensors.length })}</h2>
        {props.sensors.length === 0 && <p className="muted">{t("draw.noSensors")}</p>}
        <VirtualRows rows={props.sensors} id={({ sensorId }) => sensorId}>
          {(sensor) => (
            <li key={sensor.sensorId}>
              {row(
                { kind: "sensor", id: sensor.sensorId },
                Object.hasOwn(sketch.sensors, sensor.sensorId)
                  ? sensor.name
                  : t(sensor.floorId === undefined ? "draw.unplaced" : "draw.otherFloor", { name: sensor.name }),
                <SensorShape state={sensor.state} />,
                false,
              )}
            </li>
          )}
        </VirtualRows>
      </section>
      <section className="section">
        <h2>{t("draw.walls", { n: sketch.walls.length })}</h2>
        <ul className="rows">
          {sketch.walls.map(({ lossDb }, index) => (
            <li key={index}>
              {row(
                { kind: "wall", index },
                t("draw.wall", { n: index + 1, material: t(`draw.material.${materialOf(lossDb)}`) }),
                null,
                true,
              )}
              {sameChosen(chosen, { kind: "wall", index }) && (
                <WallFields
                  lossDb={lossDb}
                  onChange={(loss) => props.onTake(withOtherWall(sketch, index, { lossDb: loss }))}
                />
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className="section">
        <h2>{t("draw.zones", { n: sketch.zones.length })}</h2>
        <ul className="rows">
          {sketch.zones.map(({ kind, name }, index) => (
            <li key={index}>
              {row(
                { kind: "zone", index },
                [name ?? t("draw.zone", { n: index + 1 }), code("zoneKind", kind)].join(" · "),
                null,
                true,
              )}
              {props.crossed.includes(index) && <p className="strong">{t("draw.crosses")}</p>}
              {sameChosen(chosen, { kind: "zone", index }) && (
                <ZoneFields
                  kind={kind}
                  name={name ?? ""}
                  onChange={(part) => props.onTake(withOtherZone(sketch, index, part))}
                />
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className="section">
        <h2>{t("draw.cameras", { n: sketch.cameras.length, all: props.cameras.length })}</h2>
        <VirtualRows rows={props.cameras} id={({ cameraId }) => cameraId}>
          {(camera) => {
            const { cameraId } = camera;
            const isPlaced = cameraPlaces.has(cameraId);
            const name = cameraName(camera, t);
            const words = isPlaced ? name : t("draw.unplaced", { name });
            return (
              <li key={cameraId}>
                {row({ kind: "camera", id: cameraId }, words, <CameraShape />, isPlaced, <bdi>{words}</bdi>)}
              </li>
            );
          }}
        </VirtualRows>
      </section>
    </div>
  );
}

function WallFields({ lossDb, onChange }: { lossDb: number; onChange: (lossDb: number) => void }) {
  const { t } = useText();
  const id = useId();
  return (
    <p className="draw-field">
      <label htmlFor={id}>{t("draw.materialOf")}</label>
      <select
        id={id}
        value={materialOf(lossDb)}
        onChange={(event) => onChange(MATERIALS[event.target.value as keyof typeof MATERIALS])}
      >
        {(Object.keys(MATERIALS) as (keyof typeof MATERIALS)[]).map((material) => (
          <option key={material} value={material}>
            {t(`draw.material.${material}`)}
          </option>
        ))}
      </select>
    </p>
  );
}

function ZoneFields({
  kind,
  name,
  onChange,
}: {
  kind: ZoneKind;
  name: string;
  onChange: (part: { kind?: ZoneKind; name?: string }) => void;
}) {
  const { t, code } = useText();
  const ids = { kind: useId(), name: useId() };
  return (
    <div className="draw-field">
      <label htmlFor={ids.kind}>{t("draw.kindOf")}</label>
      <select id={ids.kind} value={kind} onChange={(event) => onChange({ kind: event.target.value as ZoneKind })}>
        {ZONE_KINDS.map((each) => (
          <option key={each} value={each}>
            {code("zoneKind", each)}
          </option>
        ))}
      </select>
      <label htmlFor={ids.name}>{t("draw.nameOf")}</label>
      <input
        id={ids.name}
        maxLength={64}
        defaultValue={name}
        onBlur={(event) => {
          if (event.target.value.trim() !== name) onChange({ name: event.target.value.trim() });
        }}
      />
    </div>
  );
}
