import type { NewcomerMark, NewcomerRow } from "@probewarden/contract";
import { useId, useState } from "react";
import { Link } from "react-router";
import { useMarkNewcomer } from "../../api/newcomers.ts";
import { useMay } from "../../api/queries.ts";
import { NetworkName } from "../../components/air-text.tsx";
import { channelOf, levelText, plainFigure } from "../../components/figures.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Moment } from "../../components/moment.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";

const CHOICES: readonly NewcomerMark[] = ["to-visit", "known", "ours", "none"];

/** What a person found out: a mark and, if there is something to say, a note. */
function MarkForm({ row }: { row: NewcomerRow }) {
  const { t } = useText();
  const save = useMarkNewcomer(row.newcomerId);
  const [choice, setChoice] = useState<NewcomerMark>();
  const [note, setNote] = useState(row.mark?.note ?? "");
  const id = useId();
  const standing = row.mark?.mark ?? "none";
  return (
    <>
      <div className="row-of-buttons" role="group" aria-label={row.transmitter}>
        {CHOICES.filter((mark) => mark !== standing).map((mark) => (
          <button
            key={mark}
            type="button"
            className="button"
            aria-pressed={choice === mark}
            onClick={() => setChoice(choice === mark ? undefined : mark)}
          >
            {t(`newcomers.choose.${mark}`)}
          </button>
        ))}
      </div>
      {choice && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            const input = { mark: choice, note: choice === "none" ? "" : note.trim() };
            save.mutate(input, { onSuccess: () => setChoice(undefined) });
          }}
        >
          <p className="muted">{t(`newcomers.means.${choice}`)}</p>
          {choice !== "none" && (
            <div className="field">
              <label htmlFor={id}>{t("newcomers.note")}</label>
              <textarea
                id={id}
                maxLength={400}
                placeholder={t("newcomers.noteHint")}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            </div>
          )}
          <FormFailure failure={save.error} />
          <div className="row-of-buttons">
            <button className="button primary" disabled={save.isPending}>
              {t("newcomers.save", { mark: t(`newcomers.choose.${choice}`) })}
            </button>
          </div>
        </form>
      )}
    </>
  );
}

/** One access point that came and stayed: what is known of it, where it is heard best, and what a person found out. */
export function NewcomerItem({ row }: { row: NewcomerRow }) {
  const { t } = useText();
  const names = useNames();
  const mayNote = useMay("noteOnSite");
  const [loudest] = row.sensors;
  const channel = channelOf(row.channelMhz);
  const { mark } = row;
  return (
    <li className="newcomer">
      <p className="title">
        {row.name === undefined ? (
          <span className="muted">{t("newcomers.noName")}</span>
        ) : (
          <NetworkName hex={row.name} max={32} />
        )}{" "}
        <span className="mono muted small">{row.transmitter}</span>
      </p>
      <p className="small">
        {loudest !== undefined &&
          t("newcomers.near", {
            sensor: names.sensor(loudest.sensorId),
            level: levelText(loudest.levelDbm),
            spread: plainFigure(Math.round(loudest.spreadDb)),
          })}
      </p>
      <ul className="facts small muted">
        <li>
          {t("newcomers.since")} <Moment at={row.firstHeardAt} venueId={row.venueId} as="clock" />
        </li>
        <li>
          {t("newcomers.last")} <Moment at={row.lastHeardAt} venueId={row.venueId} />
        </li>
        {loudest !== undefined && <li>{t("newcomers.hours", { n: plainFigure(loudest.hoursHeard) })}</li>}
        <li>
          {channel === undefined
            ? t("newcomers.megahertz", { mhz: plainFigure(row.channelMhz) })
            : t("newcomers.channel", { channel })}
        </li>
        {row.sensors.length > 1 && <li>{t("newcomers.alsoHeard", { n: plainFigure(row.sensors.length - 1) })}</li>}
      </ul>
      {row.suspectId !== undefined && (
        <p className="small">
          <Link to={`/suspects/${row.suspectId}`}>{t("newcomers.suspect")}</Link>
        </p>
      )}
      {mark !== undefined && (
        <p className="small marked">
          <strong>{t("newcomers.marked", { mark: t(`newcomers.choose.${mark.mark}`), by: mark.by })}</strong> ·{" "}
          <Moment at={mark.at} venueId={row.venueId} as="clock" />
          {mark.note !== "" && <span className="note-text">{mark.note}</span>}
        </p>
      )}
      {mayNote && <MarkForm key={mark?.at ?? "none"} row={row} />}
    </li>
  );
}
