import { SITE_CODE_USES } from "@probewarden/contract/figures";
import { useId, useState } from "react";
import { useSiteCode, useWithdrawSiteCodes } from "../../api/join.ts";
import { useVenues } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { Moment } from "../../components/moment.tsx";
import { QrCode } from "../../components/qr-code.tsx";
import { useText } from "../../text/text.ts";
import "../ladder/ladder.css";

/** The code by which boxes join a venue tonight: six words to type, and squares that hold the line to paste. With `replaces` one box takes over that sensor. */
export function SiteCodePart({ venueId, replaces }: { venueId: string; replaces?: string }) {
  const { t } = useText();
  const make = useSiteCode(venueId);
  const withdraw = useWithdrawSiteCodes(venueId);
  const [uses, setUses] = useState<number>(SITE_CODE_USES.usual);
  const made = make.data;
  const field = useId();
  return (
    <section className="section">
      <h3>{t(replaces === undefined ? "join.title" : "join.replace")}</h3>
      <p className="small muted">{t(replaces === undefined ? "join.more" : "join.replaceMore")}</p>
      {made !== undefined && (
        <>
          <div className="claim-sign">
            <QrCode text={made.link} label={t("join.sign")} />
            <p className="words mono">{made.words.join(" ")}</p>
            <p className="small">
              {t("join.uses", { n: made.uses })} · {t("ladder.goodUntil")} <Moment at={made.expiresAt} as="clock" />
            </p>
          </div>
          <p className="small">{t("join.type")}</p>
          <p className="small mono join-line">sudo probewarden-agent join &apos;{made.link}&apos;</p>
          <p className="small">{t("join.page")}</p>
          <p className="small mono join-line">{t("join.boxAddress")}</p>
        </>
      )}
      <FormFailure failure={make.error ?? withdraw.error} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(replaces === undefined ? { uses } : { replaces });
        }}
      >
        {replaces === undefined && (
          <p>
            <label htmlFor={field}>{t("join.howMany")}</label>{" "}
            <input
              id={field}
              type="number"
              min={1}
              max={SITE_CODE_USES.most}
              value={uses}
              onChange={(event) => setUses(event.target.valueAsNumber)}
            />
          </p>
        )}
        <button
          type="submit"
          className="button"
          disabled={make.isPending || !(uses >= 1 && uses <= SITE_CODE_USES.most)}
        >
          {t(made === undefined ? "join.make" : "ladder.makeOther")}
        </button>{" "}
        {made !== undefined && (
          <button
            type="button"
            className="button"
            disabled={withdraw.isPending}
            onClick={() => withdraw.mutate(undefined, { onSuccess: () => make.reset() })}
          >
            {t("join.takeBack")}
          </button>
        )}
      </form>
    </section>
  );
}

/** The same for whoever has yet to say at which venue. */
export function SiteCodeOfVenue() {
  const { t } = useText();
  const venues = useVenues().data ?? [];
  const [chosen, setChosen] = useState<string>();
  const venueId = chosen ?? venues[0]?.venueId;
  const field = useId();
  if (venueId === undefined) return null;
  return (
    <details>
      <summary>{t("join.open")}</summary>
      {venues.length > 1 && (
        <p>
          <label htmlFor={field}>{t("join.where")}</label>{" "}
          <select id={field} value={venueId} onChange={(event) => setChosen(event.target.value)}>
            {venues.map((venue) => (
              <option key={venue.venueId} value={venue.venueId}>
                {venue.name}
              </option>
            ))}
          </select>
        </p>
      )}
      <SiteCodePart key={venueId} venueId={venueId} />
    </details>
  );
}
