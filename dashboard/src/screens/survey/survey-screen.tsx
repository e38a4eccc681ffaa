import type { AirSurvey } from "@probewarden/contract";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useMay, useVenues } from "../../api/queries.ts";
import { surveyFile, useSurvey } from "../../api/survey.ts";
import { plainFigure } from "../../components/figures.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { OfOneVenue } from "../../components/of-one-venue.tsx";
import { useText } from "../../text/text.ts";
import { SurveyCoverage } from "./survey-coverage.tsx";
import { SurveyItem } from "./survey-item.tsx";
import "../newcomers/newcomers.css";
import "./survey.css";

/** Rows that stand at once. The others come when they are asked for. */
const ROWS = 100;

/** What was heard, or that nobody listened; and where. */
function Found({ survey }: { survey: AirSurvey }) {
  const { t } = useText();
  const [most, setMost] = useState(ROWS);
  const { items, beyond, recognised, sensors, residentsTold, venueId } = survey;
  const isDeaf = sensors.every(({ channels }) => channels.length === 0);
  return (
    <>
      {isDeaf && (
        <div className="look failed" role="alert">
          <strong className="deaf">{t("survey.deaf")}</strong>
          <p>{t("survey.deafMore")}</p>
        </div>
      )}
      {!residentsTold && <p className="deaf">{t("survey.noResidents")}</p>}
      <SurveyCoverage survey={survey} />
      <section className="section">
        <h2>{t("survey.found")}</h2>
        <p className="small muted">
          {t("survey.recognised", { n: plainFigure(recognised), others: plainFigure(items.length + beyond) })}{" "}
          <Link to={`/networks/${venueId}`}>{t("networks.toList")}</Link>
        </p>
        {items.length === 0 && !isDeaf && <Empty title="survey.none" next="survey.noneNext" />}
        <ul className="newcomers">
          {items.slice(0, most).map((row, at) => (
            <SurveyItem key={row.suspectId ?? row.transmitter ?? at} row={row} venueId={venueId} />
          ))}
        </ul>
        {items.length > most ? (
          <button type="button" className="button" onClick={() => setMost(most + ROWS)}>
            {t("survey.loadMore")}
          </button>
        ) : (
          beyond > 0 && <p className="small">{t("survey.beyond", { n: plainFigure(beyond) })}</p>
        )}
      </section>
    </>
  );
}

function OfVenue({ venueId }: { venueId: string }) {
  const query = useSurvey(venueId);
  return (
    <Loaded query={query} what="survey">
      {(survey) => <Found survey={survey} />}
    </Loaded>
  );
}

/** What is in the air of a venue and is not recognised, so that nothing found differs from nothing there. It accuses nobody. */
export function SurveyScreen() {
  const { t } = useText();
  const { venueId: asked } = useParams();
  const query = useVenues();
  const mayTake = useMay("takeEvidenceAway");
  const venueId = asked ?? query.data?.[0]?.venueId;
  return (
    <>
      <p className="small">
        <Link to="/sensors">{t("survey.back")}</Link>
      </p>
      <div className="head">
        <h1>{t("survey.title")}</h1>
        {mayTake && venueId !== undefined && (
          <a className="button" href={surveyFile(venueId)} download>
            {t("survey.csv")}
          </a>
        )}
      </div>
      <OfOneVenue screen="survey" query={query} venueId={venueId}>
        {(shown) => <OfVenue key={shown} venueId={shown} />}
      </OfOneVenue>
    </>
  );
}
