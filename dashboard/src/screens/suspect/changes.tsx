import type { SuspectDetail } from "@probewarden/contract";
import { useState } from "react";
import { signedDb } from "../../components/figures.ts";
import { BandMark } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { placeText } from "../../components/suspect-sentence.ts";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { newsOf, type News } from "./news.ts";

/** Rows shown before somebody asks for the rest. */
const FIRST_ROWS = 12;

function Row({ one: { change, appeared, gone, scoreBefore }, venueId }: { one: News; venueId: string }) {
  const { t, code } = useText();
  const names = useNames(venueId);
  const evidence = (codes: string[]) => codes.map((it) => code("evidence", it)).join(t("look.comma"));
  return (
    <li>
      <p>
        <Moment at={change.at} venueId={venueId} as="clock" /> · <BandMark band={change.band} />{" "}
        <span className="num">{signedDb(change.scoreDb)} dB</span> · {code("suspectState", change.state)}
        {change.sensorId !== undefined && <> · {names.sensor(change.sensorId)}</>}
      </p>
      {scoreBefore !== undefined && (
        <p className="muted small">
          {t("changes.score", { from: signedDb(scoreBefore), to: signedDb(change.scoreDb) })}
        </p>
      )}
      {appeared.length > 0 && <p className="muted small">{t("changes.appeared", { what: evidence(appeared) })}</p>}
      {gone.length > 0 && <p className="muted small">{t("changes.gone", { what: evidence(gone) })}</p>}
      {change.place && (
        <p className="muted small">
          {placeText(change.place, { t, floorName: names.floor, sensorName: names.sensor })}
        </p>
      )}
    </li>
  );
}

/** What changed about a suspect, newest first: band, evidence, place. */
export function Changes({ detail: { changes, suspect } }: { detail: SuspectDetail }) {
  const { t } = useText();
  const names = useNames(suspect.venueId);
  const [all, setAll] = useState(false);
  const { news, quiet } = newsOf(changes, (place) =>
    placeText(place, { t, floorName: names.floor, sensorName: names.sensor }),
  );
  const shown = all ? news : news.slice(0, FIRST_ROWS);
  return (
    <section className="section">
      <h2>{t("changes.title")}</h2>
      {changes.length === 0 && <p className="muted">{t("changes.none")}</p>}
      <ul className="history">
        {shown.map((one, at) => (
          <Row key={`${one.change.at}/${one.change.sensorId ?? ""}/${at}`} one={one} venueId={suspect.venueId} />
        ))}
      </ul>
      {shown.length < news.length && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          {t("changes.all", { n: news.length })}
        </button>
      )}
      {quiet > 0 && <p className="muted small">{t("changes.quiet", { n: quiet })}</p>}
    </section>
  );
}
