import type { Camera, CameraWord } from "@probewarden/contract";
import { CameraWords } from "../../components/air-text.tsx";
import { Moment } from "../../components/moment.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { CATEGORIES } from "./ladder-steps.ts";

/** What one sensor proves of each category that any of them proves: one that it does not prove stands there as unknown, which is no "no". */
function Steps({ word, camera }: { word: CameraWord; camera: Camera }) {
  const { t, code } = useText();
  if (word.analytics === "unknown" && word.steps.length === 0) return t("cameras.couldNotAsk");
  const named = new Set(camera.says.flatMap(({ steps }) => steps.map(({ category }) => category)));
  const lines = CATEGORIES.filter((category) => named.has(category)).map((category) => {
    const step = word.steps.find((each) => each.category === category)?.step ?? "unknown";
    return `${code("category", category)} · ${code("step", step)}`;
  });
  return lines.length === 0 ? t("cameras.provesNothing") : lines.join(t("cameras.between"));
}

/** Which sensor says what of a camera that several have visited, and that they differ. One sensor's word alone may be a lie. */
export function WhoSaysWhat({ camera }: { camera: Camera }) {
  const { t, code } = useText();
  const names = useNames();
  if (camera.says.length < 2) return null;
  const differ = camera.differIn.map((category) => code("category", category)).join(t("cameras.between"));
  return (
    <section className="section">
      <h3>{t("cameras.says")}</h3>
      {differ !== "" && <p className="suspected">{t("cameras.differ", { categories: differ })}</p>}
      <ul className="proofs">
        {camera.says.map((word) => (
          <li key={word.sensorId} className="proof">
            <span>
              <strong>{names.sensor(word.sensorId)}</strong> · <Steps word={word} camera={camera} />
            </span>
            {(word.hardware ?? word.firmware) !== undefined && (
              <CameraWords text={[word.hardware, word.firmware].filter(Boolean).join(" · ")} max={160} />
            )}
            <span className="small muted">
              <Moment at={word.lastSeenAt} venueId={camera.venueId} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
