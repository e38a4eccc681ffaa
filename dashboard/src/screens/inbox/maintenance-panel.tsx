import { useId, useState } from "react";
import { useAnnounceMaintenance, useEndMaintenance, useMaintenance } from "../../api/maintenance.ts";
import { useMay } from "../../api/queries.ts";
import { fieldText, instantOf } from "../../components/field-time.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { useKnownVenues } from "../../components/known-rows.tsx";
import { Failed } from "../../components/looks.tsx";
import { Moment, useNow, useTimeZone } from "../../components/moment.tsx";
import { ZoneNote } from "../../components/zone-note.tsx";
import { useText } from "../../text/text.ts";

/** Times in which a venue's boxes may be away: those of now and ahead, and how to announce one. */
export function MaintenancePanel() {
  const { t } = useText();
  const now = useNow();
  const query = useMaintenance();
  const venues = useKnownVenues() ?? [];
  const end = useEndMaintenance();
  const mayAnnounce = useMay("announceMaintenance");
  const ahead = (query.data ?? []).filter(({ until }) => Date.parse(until) > now).toReversed();
  return (
    <details className="more-filters">
      <summary>
        {t("inbox.maintenance.title")} {ahead.length > 0 && <span className="num muted">{ahead.length}</span>}
      </summary>
      <p className="muted small">{t("inbox.maintenance.more")}</p>
      {query.isError && <Failed what="alerts" failure={query.error} retry={query.refetch} />}
      <ul className="record small">
        {ahead.map(({ windowId, venueId, from, until, reason, by }) => (
          <li key={windowId}>
            {venues.find((venue) => venue.venueId === venueId)?.name ?? venueId} ·{" "}
            <Moment at={from} venueId={venueId} as="clock" /> – <Moment at={until} venueId={venueId} as="clock" /> ·{" "}
            {reason} · {by}{" "}
            {mayAnnounce && (
              <button
                type="button"
                className="button plain"
                disabled={end.isPending}
                onClick={() => end.mutate(windowId)}
              >
                {t("inbox.maintenance.end")}
              </button>
            )}
          </li>
        ))}
      </ul>
      <FormFailure failure={end.error} />
      {mayAnnounce && <Announce />}
    </details>
  );
}

function Announce() {
  const { t } = useText();
  const venues = useKnownVenues() ?? [];
  const announce = useAnnounceMaintenance();
  const [venueId, setVenueId] = useState("");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const where = venueId === "" ? (venues[0]?.venueId ?? "") : venueId;
  const timeZone = useTimeZone(where);
  const zone = useId();
  const [fromAt, untilAt] = [instantOf(from, timeZone), instantOf(until, timeZone)];
  return (
    <form
      className="row-of-buttons"
      onSubmit={(event) => {
        event.preventDefault();
        if (untilAt === undefined) return;
        const begin = fromAt === undefined ? {} : { from: fromAt };
        announce.mutate(
          { venueId: where, ...begin, until: untilAt, reason: reason.trim() },
          { onSuccess: () => setReason("") },
        );
      }}
    >
      <label className="choice">
        {t("inbox.venue")}
        <select value={where} onChange={(event) => setVenueId(event.target.value)}>
          {venues.map((venue) => (
            <option key={venue.venueId} value={venue.venueId}>
              {venue.name}
            </option>
          ))}
        </select>
      </label>
      <label className="choice">
        {t("inbox.maintenance.from")}
        <input
          type="datetime-local"
          aria-describedby={zone}
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      <label className="choice">
        {t("inbox.maintenance.until")}
        <input
          type="datetime-local"
          required
          aria-describedby={zone}
          min={fieldText(Date.now(), timeZone)}
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      </label>
      <ZoneNote id={zone} venueId={where} />
      <label className="choice">
        {t("inbox.maintenance.reason")}
        <input
          required
          maxLength={400}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          autoComplete="off"
        />
      </label>
      <button
        className="button"
        disabled={announce.isPending || untilAt === undefined || reason.trim() === "" || where === ""}
      >
        {t("inbox.maintenance.announce")}
      </button>
      <FormFailure failure={announce.error} codes={{ "bad-range": "not-possible" }} />
    </form>
  );
}
