import type { Suspect } from "@probewarden/contract";
import { placeText } from "../../components/suspect-sentence.ts";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { nextStep } from "./next-step.ts";

/** What to do now: one step, before any reason is read. */
export function Next({ suspect }: { suspect: Suspect }) {
  const { t } = useText();
  const names = useNames(suspect.venueId);
  const { words, thenDecide } = nextStep(suspect);
  const place = suspect.place && placeText(suspect.place, { t, floorName: names.floor, sensorName: names.sensor });
  return (
    <section className="section">
      <h2>{t("next.title")}</h2>
      <p>{t(words, { place: place ?? "" })}</p>
      {thenDecide && <p className="muted">{t("next.decide")}</p>}
    </section>
  );
}
