import type { SurveyRow } from "@probewarden/contract";
import { Link } from "react-router";
import { NetworkName } from "../../components/air-text.tsx";
import { channelOf, levelText, plainFigure } from "../../components/figures.ts";
import { BandMark } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";

/** One of those that were heard and are not recognised: as what it is known, where it is loudest, since when, and what it could be. */
export function SurveyItem({ row, venueId }: { row: SurveyRow; venueId: string }) {
  const { t, code } = useText();
  const names = useNames();
  const [loudest] = row.sensors;
  const channel = row.channelMhz === undefined ? undefined : channelOf(row.channelMhz);
  return (
    <li className="newcomer">
      <p className="title">
        <strong className="small">{code("surveyKind", row.kind)}</strong>{" "}
        {row.name === undefined ? (
          <span className="muted">{t("newcomers.noName")}</span>
        ) : (
          <NetworkName hex={row.name} max={32} />
        )}{" "}
        <span className="mono muted small">{row.transmitter ?? t("survey.noAddress")}</span>
        {row.transmitterCount > 1 && (
          <span className="muted small"> · {t("survey.addresses", { n: plainFigure(row.transmitterCount) })}</span>
        )}
      </p>
      {row.suspectId !== undefined && (
        <p className="small">
          {row.band !== undefined && <BandMark band={row.band} />}{" "}
          {row.suspicion !== undefined && code("suspicion", row.suspicion)} ·{" "}
          <Link to={`/suspects/${row.suspectId}`}>{t("survey.why")}</Link>
        </p>
      )}
      <p className="small">
        {row.couldBe.length === 0 ? (
          <span className="muted">{t("survey.couldBeNothing")}</span>
        ) : (
          t("survey.couldBe") + row.couldBe.map((hint) => code("surveyHint", hint)).join(t("cameras.between"))
        )}
      </p>
      <ul className="facts small muted">
        {loudest !== undefined && (
          <li>
            {t("survey.heardBy", { sensor: names.sensor(loudest.sensorId) })}
            {loudest.levelDbm !== undefined && ` ${levelText(loudest.levelDbm)}`}
          </li>
        )}
        {row.sensors.length > 1 && <li>{t("survey.alsoHeard", { n: plainFigure(row.sensors.length - 1) })}</li>}
        <li>
          {t("newcomers.since")} <Moment at={row.firstHeardAt} venueId={venueId} as="clock" />
        </li>
        <li>
          {t("newcomers.last")} <Moment at={row.lastHeardAt} venueId={venueId} />
        </li>
        {row.channelMhz !== undefined && (
          <li>
            {channel === undefined
              ? t("newcomers.megahertz", { mhz: plainFigure(row.channelMhz) })
              : t("newcomers.channel", { channel })}
          </li>
        )}
        {row.newcomerId !== undefined && (
          <li>
            <Link to="/newcomers">{t("survey.workList")}</Link>
            {row.mark !== undefined && ` (${t(`newcomers.choose.${row.mark}`)})`}
          </li>
        )}
      </ul>
    </li>
  );
}
