import type { Alert } from "@probewarden/contract";
import { Link } from "react-router";
import { useCameras } from "../../api/queries.ts";
import { CameraWords } from "../../components/air-text.tsx";
import { CameraShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { Moment } from "../../components/moment.tsx";
import { CloseButton } from "./alert-row.tsx";

/** An open alert of a camera: which function, from which step to which, and of which camera. */
export function CameraAlertRow({ alert, step }: { alert: Alert; step: NonNullable<Alert["camera"]> }) {
  const { t, code } = useText();
  const finding = useCameras().data?.find(({ cameraId }) => cameraId === step.cameraId)?.finding;
  const model = finding?.hardware ?? finding?.name;
  return (
    <li>
      <div className="row">
        <CameraShape />
        <Link className="title" data-row to={`/cameras/${step.cameraId}`}>
          {t("today.cameraStep", {
            category: code("category", step.category),
            from: code("step", step.from),
            step: code("step", step.step),
          })}
        </Link>
        <p className="under muted small">
          {model !== undefined && (
            <>
              <CameraWords text={model} max={32} /> ·{" "}
            </>
          )}
          {finding !== undefined && (
            <>
              <span className="mono">{finding.address}</span> ·{" "}
            </>
          )}
          {t("today.opened")} <Moment at={alert.openedAt} venueId={alert.venueId} />
          {alert.delivery !== "none" && <> · {code("delivery", alert.delivery)}</>}
        </p>
        <div className="aside">
          <CloseButton alerts={[alert]} />
        </div>
      </div>
    </li>
  );
}
