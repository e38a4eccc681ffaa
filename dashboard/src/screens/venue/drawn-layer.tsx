import type { Floor, FloorDrawing } from "@probewarden/contract";
import { useNavigate } from "react-router";
import { CameraShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { topOf } from "../cameras/ladder-steps.ts";
import { FloorSvg } from "./floor-svg.tsx";
import { PlanMarker } from "./plan-marker.tsx";
import { cameraName, type CameraOnFloor } from "./use-floor-cameras.ts";

/** What people drew on the plan: walls always, private zones and cameras where they are looked at. */
export function DrawnLayer({
  floor,
  drawing,
  cameras,
  showsCameras,
}: {
  floor: Floor;
  drawing: FloorDrawing;
  cameras: readonly CameraOnFloor[];
  showsCameras: boolean;
}) {
  const { t, code } = useText();
  const navigate = useNavigate();
  return (
    <>
      <FloorSvg floor={floor} pane="drawn">
        {drawing.walls.map(({ points }, index) => (
          <polyline key={index} className="wall" points={points.map(([x, y]) => `${x},${y}`).join(" ")} />
        ))}
        {showsCameras &&
          drawing.zones.map(({ corners }, index) => (
            <polygon key={index} className="zone" points={corners.map(([x, y]) => `${x},${y}`).join(" ")} />
          ))}
      </FloorSvg>
      {showsCameras &&
        cameras.map(({ camera, position, zone }) => {
          const words = {
            name: cameraName(camera, t),
            step: code("step", topOf(camera)?.step ?? "unknown"),
          };
          return (
            <PlanMarker
              key={camera.cameraId}
              at={position}
              front={zone !== undefined}
              label={t(zone === undefined ? "zones.camera" : "zones.cameraInside", words)}
              onChoose={() => void navigate(`/cameras/${camera.cameraId}`)}
            >
              <span className={zone === undefined ? "camera-mark" : "camera-mark inside"}>
                <CameraShape size={18} />
              </span>
            </PlanMarker>
          );
        })}
    </>
  );
}

/** What the zones mean, and how many cameras are in one. */
export function DrawnLegend({
  drawing,
  cameras,
  unplaced,
}: {
  drawing: FloorDrawing;
  cameras: readonly CameraOnFloor[];
  unplaced: number;
}) {
  const { t } = useText();
  const inside = cameras.filter(({ zone }) => zone !== undefined).length;
  return (
    <>
      <span>
        <span className="swatch zone" aria-hidden="true" />
        {t("zones.legend", { n: drawing.zones.length })}
      </span>
      {inside > 0 && <span className="strong">{t("zones.inside", { n: inside })}</span>}
      {unplaced > 0 && <span className="muted">{t("zones.unplaced", { n: unplaced })}</span>}
    </>
  );
}
