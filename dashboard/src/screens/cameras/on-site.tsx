import type { CameraOnSite, CameraOnSiteRequest, CameraRecord } from "@probewarden/contract";
import { useId, useState, type FormEvent, type ReactNode } from "react";
import { useMay, useNoteOnSite } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";
import { useDrawnInside } from "./drawn-inside.ts";

const LONGEST_NUMBER = 64;

/** One question with its answers as buttons; the pressed one pressed again says that nobody has looked. */
function Choice<T extends string | boolean>(props: {
  label: string;
  value: T | undefined;
  answers: readonly (readonly [T, string])[];
  onChoose: (value: T | undefined) => void;
  children?: ReactNode;
}) {
  return (
    <div className="field">
      <span>{props.label}</span>
      <div className="row-of-buttons" role="group" aria-label={props.label}>
        {props.answers.map(([value, words]) => (
          <button
            key={words}
            type="button"
            className="button"
            aria-pressed={props.value === value}
            onClick={() => props.onChoose(props.value === value ? undefined : value)}
          >
            {words}
          </button>
        ))}
      </div>
      {props.children}
    </div>
  );
}

const asked = ({ place, filed, filingNumber, sign }: CameraOnSiteRequest): CameraOnSiteRequest => ({
  ...(place === undefined ? {} : { place }),
  ...(filed === undefined ? {} : { filed }),
  ...(filed === true && filingNumber !== undefined && filingNumber !== "" ? { filingNumber } : {}),
  ...(sign === undefined ? {} : { sign }),
});

/** What a technician sees where the camera hangs. What is left open was not looked at, and is no "no". */
export function OnSite({ record, venueId }: { record: CameraRecord; venueId: string }) {
  const { t, code } = useText();
  const save = useNoteOnSite(record.cameraId);
  const zone = useDrawnInside(venueId, record.cameraId);
  const standing: CameraOnSiteRequest = record.onSite ?? {};
  const mayNote = useMay("noteOnSite");
  const [draft, setDraft] = useState<CameraOnSiteRequest>();
  const shown = draft ?? standing;
  const id = useId();
  const change = (part: { [Key in keyof CameraOnSiteRequest]: CameraOnSiteRequest[Key] | undefined }): void =>
    setDraft({ ...shown, ...part } as CameraOnSiteRequest);
  const isChanged = JSON.stringify(asked(shown)) !== JSON.stringify(asked(standing));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ seen: asked(shown), revision: record.revision }, { onSuccess: () => setDraft(undefined) });
  };
  return (
    <section className="section">
      <h3>{t("onSite.title")}</h3>
      <form className="form" onSubmit={send}>
        <fieldset className="group" disabled={!mayNote}>
          <Choice
            label={t("onSite.place")}
            value={shown.place}
            answers={[
              ["public-area", t("onSite.publicArea")],
              ["private-zone", t("onSite.privateZone")],
            ]}
            onChoose={(place) => change({ place })}
          >
            {zone !== undefined && shown.place !== "private-zone" && (
              <p className="small suspected">
                {t("onSite.drawnInside", { zone: zone.name ?? code("zoneKind", zone.kind) })}
              </p>
            )}
          </Choice>
          <Choice
            label={t("onSite.register")}
            value={shown.filed}
            answers={[
              [true, t("onSite.filed")],
              [false, t("onSite.notFiled")],
            ]}
            onChoose={(filed) => change({ filed })}
          >
            {shown.filed === true && (
              <>
                <label htmlFor={id}>{t("onSite.filingNumber")}</label>
                <input
                  id={id}
                  maxLength={LONGEST_NUMBER}
                  value={shown.filingNumber ?? ""}
                  onChange={(event) => change({ filingNumber: event.target.value })}
                />
              </>
            )}
          </Choice>
          <Choice
            label={t("onSite.sign")}
            value={shown.sign}
            answers={[
              ["photographed", t("onSite.photographed")],
              ["none-seen", t("onSite.noneSeen")],
            ]}
            onChoose={(sign) => change({ sign })}
          />
        </fieldset>
        <FormFailure failure={save.error} />
        {mayNote && (
          <div className="row-of-buttons">
            <button className="button primary" disabled={save.isPending || !isChanged}>
              {t("onSite.save")}
            </button>
            {isChanged && (
              <button type="button" className="button" onClick={() => setDraft(undefined)}>
                {t("look.cancel")}
              </button>
            )}
          </div>
        )}
        {record.onSite && <Written seen={record.onSite} venueId={venueId} />}
      </form>
    </section>
  );
}

function Written({ seen, venueId }: { seen: CameraOnSite; venueId: string }) {
  const { t } = useText();
  return (
    <p className="small muted">
      {t("onSite.written", { by: seen.by })} · <Moment at={seen.at} venueId={venueId} />
    </p>
  );
}
