import { Link } from "react-router";
import { CameraShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { cameraName, type CameraOnFloor } from "./use-floor-cameras.ts";

/** Cameras that hang in a private zone, in words: what a person should check. */
export function CamerasInside({ cameras }: { cameras: readonly CameraOnFloor[] }) {
  const { t, code } = useText();
  const inside = cameras.flatMap(({ camera, zone }) => (zone === undefined ? [] : [{ camera, zone }]));
  if (inside.length === 0) return null;
  return (
    <section className="section">
      <h2>{t("zones.insideList")}</h2>
      <ul className="rows">
        {inside.map(({ camera, zone }) => (
          <li key={camera.cameraId}>
            <div className="row">
              <CameraShape />
              <Link className="title" data-row to={`/cameras/${camera.cameraId}`}>
                <bdi>{cameraName(camera, t)}</bdi>
                {t("zones.insideOne", { zone: zone.name ?? code("zoneKind", zone.kind) })}
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
