import type { Camera } from "@probewarden/contract";
import { useCameraRecord, useDecideCamera } from "../../api/queries.ts";
import { CameraWords } from "../../components/air-text.tsx";
import { DecisionPanel } from "../../components/decision-panel.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { Loaded } from "../../components/looks.tsx";
import { useText } from "../../text/text.ts";
import { OnSite } from "./on-site.tsx";
import { whatToCheck, type Check } from "./what-to-check.ts";

/** One thing to check, in words that testify. */
function CheckLine({ check }: { check: Check }) {
  const { t, code } = useText();
  if (check.key === "sends")
    return (
      <>
        {t(check.state === "on" ? "check.sendsOn" : "check.sendsSet")} <CameraWords text={check.to} max={80} />
      </>
    );
  if (!("category" in check)) return t(`check.${check.key}`);
  const category = code("category", check.category);
  return t(`check.${check.key}`, { category, step: "step" in check ? code("step", check.step) : "" });
}

/** What a person should check on site, from what is proven and what was written. */
export function Checks({ camera }: { camera: Camera }) {
  const { t } = useText();
  const checks = whatToCheck(camera);
  return (
    <section className="section">
      <h3>{t("check.title")}</h3>
      {checks.length === 0 ? (
        <p className="muted">{t("check.nothing")}</p>
      ) : (
        <ul className="checks">
          {checks.map((check, at) => (
            <li key={`${check.key}/${at}`} className={check.key === "private-zone" ? "strong" : undefined}>
              <CheckLine check={check} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What people write of a camera: what they saw on site, and what they decide. */
export function CameraJudgement({ camera }: { camera: Camera }) {
  const { t, code } = useText();
  const query = useCameraRecord(camera.cameraId);
  const decide = useDecideCamera(camera.cameraId);
  return (
    <Loaded query={query} what="cameras" rows={3}>
      {(record) => (
        <>
          <OnSite key={record.cameraId} record={record} venueId={camera.venueId} />
          <Waiting about={camera.cameraId} />
          <DecisionPanel
            venueId={camera.venueId}
            about={{ kind: "camera", id: camera.cameraId }}
            standing={record.decision?.decision ?? "none"}
            reopened={
              record.reopened && {
                at: record.reopened.at,
                reasons: record.reopened.steps.map(({ category, from, step }) =>
                  t("today.cameraStep", {
                    category: code("category", category),
                    from: code("step", from),
                    step: code("step", step),
                  }),
                ),
              }
            }
            history={record.decisions}
            means={(decision) => t(`cameras.means.${decision}`)}
            busy={decide.isPending}
            failure={decide.error}
            onDecide={(request, done) => decide.mutate({ ...request, revision: record.revision }, { onSuccess: done })}
          />
        </>
      )}
    </Loaded>
  );
}
