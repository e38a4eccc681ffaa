import type { AirSurvey } from "@probewarden/contract";
import { plainFigure } from "../../components/figures.ts";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { channelRuns } from "./channel-runs.ts";

/** Where somebody listened and where nobody did: what was not found there is not known to be absent. */
export function SurveyCoverage({ survey }: { survey: AirSurvey }) {
  const { t } = useText();
  const names = useNames(survey.venueId);
  const { bands, floorsNotListened, sensors } = survey;
  const between = t("look.comma");
  const deaf = sensors.filter(({ channels }) => channels.length === 0);
  const counted = sensors.flatMap(({ sensorId, phonesAMinute }) =>
    phonesAMinute === undefined
      ? []
      : [t("survey.phonesAt", { sensor: names.sensor(sensorId), n: plainFigure(phonesAMinute) })],
  );
  return (
    <section className="section">
      <h2>{t("survey.coverage")}</h2>
      <dl className="survey-coverage small">
        {bands.map(({ band, listened, notListened }) => (
          <div key={band}>
            <dt>{t("survey.band", { band })}</dt>
            <dd className={listened.length === 0 ? "deaf" : undefined}>
              {listened.length === 0
                ? t("survey.bandNone")
                : notListened.length === 0
                  ? t("survey.bandAll", { n: plainFigure(listened.length) })
                  : t("survey.bandSome", {
                      n: plainFigure(listened.length),
                      channels: channelRuns(notListened).join(between),
                    })}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t("survey.phones")}</dt>
          <dd>{counted.length === 0 ? t("survey.phonesNone") : counted.join(t("cameras.between"))}</dd>
        </div>
      </dl>
      {floorsNotListened.length > 0 && (
        <p className="small deaf">
          {t("survey.floors", { floors: floorsNotListened.map((floorId) => names.floor(floorId)).join(between) })}
        </p>
      )}
      {deaf.length > 0 && (
        <p className="small deaf">
          {t("survey.deafSensors", { sensors: deaf.map(({ sensorId }) => names.sensor(sensorId)).join(between) })}
        </p>
      )}
    </section>
  );
}
