import type { AlertCounts } from "@probewarden/contract";
import { MOST_ALERTS_COUNTED } from "@probewarden/contract/figures";
import { useState } from "react";
import { useKnownVenues } from "../../components/known-rows.tsx";
import { useText } from "../../text/text.ts";
import { isNarrowed, NOBODY, VIEWS, type InboxFilter, type Looker, type SavedFilter } from "./inbox-filter.ts";

const BANDS = ["strong", "suspected", "watch"] as const;
const ABOUTS = ["probe-box", "impostor", "disruption", "camera"] as const;

/** Which alerts are shown: views, filters, and the ones that a person saved. */
export function FilterBar(props: {
  /** As the collector counts them; undefined until it has, for nobody has counted none then. */
  counts: AlertCounts | undefined;
  looker: Looker;
  filter: InboxFilter;
  onFilter: (filter: InboxFilter) => void;
  saved: readonly SavedFilter[];
  onSave: (name: string) => void;
  onRemove: (name: string) => void;
}) {
  const { counts, filter, onFilter, looker } = props;
  const { t, code } = useText();
  const venues = useKnownVenues() ?? [];
  const names = new Map(venues.map(({ venueId, name }) => [venueId, name]));
  // Whoever has nothing any more is still what was chosen.
  const inHand = new Map(counts?.assignees.map(({ assignee = NOBODY, n }) => [assignee, n]));
  const persons = [...new Set([...inHand.keys(), filter.assignee])].filter((one) => one !== "" && one !== NOBODY);
  const inVenue = new Map(counts?.venues.map(({ venueId, n }) => [venueId, n]));
  return (
    <div className="inbox-filters">
      <div className="row-of-buttons" role="group" aria-label={t("inbox.views")}>
        {/* Until somebody has said that they looked, everything has changed. */}
        {VIEWS.filter((view) => view !== "changed" || looker.lookedAt > 0).map((view) => (
          <button
            key={view}
            type="button"
            className="button"
            aria-pressed={filter.view === view}
            onClick={() => onFilter({ ...filter, view })}
          >
            {t(`inbox.view.${view}`)}
            {counts !== undefined && <span className="num muted">{countText(counts.views[view])}</span>}
          </button>
        ))}
      </div>
      <details className="more-filters" open={isNarrowed(filter)}>
        <summary>{t("inbox.filters")}</summary>
        <div className="row-of-buttons">
          <Choice
            label={t("inbox.venue")}
            value={filter.venueId}
            onChoose={(venueId) => onFilter({ ...filter, venueId })}
            choices={[...new Set([...venues.map(({ venueId }) => venueId), ...inVenue.keys()])].map((venueId) => [
              venueId,
              names.get(venueId) ?? venueId,
              counts && (inVenue.get(venueId) ?? 0),
            ])}
          />
          <Choice
            label={t("inbox.band")}
            value={filter.band}
            onChoose={(band) => onFilter({ ...filter, band: band as InboxFilter["band"] })}
            choices={BANDS.map((band) => [band, code("band", band), counts && countOf(counts.bands, "band", band)])}
          />
          <Choice
            label={t("inbox.about")}
            value={filter.about}
            onChoose={(about) => onFilter({ ...filter, about: about as InboxFilter["about"] })}
            choices={ABOUTS.map((about) => [
              about,
              about === "camera" ? t("inbox.aboutCamera") : code("suspicion", about),
              counts && countOf(counts.abouts, "about", about),
            ])}
          />
          <Choice
            label={t("inbox.assignee")}
            value={filter.assignee}
            onChoose={(assignee) => onFilter({ ...filter, assignee })}
            choices={[
              [NOBODY, t("inbox.nobody"), counts && (inHand.get(NOBODY) ?? 0)],
              ...persons.toSorted().map((name) => [name, name, counts && (inHand.get(name) ?? 0)] as const),
            ]}
          />
          <SaveFilter onSave={props.onSave} />
        </div>
      </details>
      {props.saved.length > 0 && (
        <div className="row-of-buttons" role="group" aria-label={t("inbox.saved")}>
          {props.saved.map(({ name, filter: kept }) => (
            <span key={name} className="saved-filter">
              <button
                type="button"
                className="button"
                aria-pressed={JSON.stringify(kept) === JSON.stringify(filter)}
                onClick={() => onFilter(kept)}
              >
                {name}
              </button>
              <button
                type="button"
                className="button plain"
                aria-label={t("inbox.remove", { name })}
                onClick={() => props.onRemove(name)}
              >
                ×
              </button>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

/** A count; at its bound it is that many or more. */
const countText = (n: number): string => (n >= MOST_ALERTS_COUNTED ? `${MOST_ALERTS_COUNTED}+` : String(n));

const countOf = <Key extends string>(
  parts: readonly ({ n: number } & Record<Key, string>)[],
  key: Key,
  value: string,
) => parts.find((part) => part[key] === value)?.n ?? 0;

function Choice(props: {
  label: string;
  value: string;
  /** With how many alerts it would show, once that is counted. */
  choices: readonly (readonly [value: string, words: string, n: number | undefined])[];
  onChoose: (value: string) => void;
}) {
  const { t } = useText();
  return (
    <label className="choice">
      {props.label}
      <select value={props.value} onChange={(event) => props.onChoose(event.target.value)}>
        <option value="">{t("inbox.any")}</option>
        {props.choices.map(([value, words, n]) => (
          <option key={value} value={value}>
            {n === undefined ? words : `${words} (${countText(n)})`}
          </option>
        ))}
      </select>
    </label>
  );
}

function SaveFilter({ onSave }: { onSave: (name: string) => void }) {
  const { t } = useText();
  const [name, setName] = useState("");
  return (
    <form
      className="row-of-buttons"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(name.trim());
        setName("");
      }}
    >
      <label className="choice">
        {t("inbox.saveName")}
        <input
          value={name}
          maxLength={24}
          required
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
        />
      </label>
      <button className="button" disabled={name.trim() === ""}>
        {t("inbox.save")}
      </button>
      <span className="muted small">{t("inbox.savedHere")}</span>
    </form>
  );
}
