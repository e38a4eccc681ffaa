import type { Alert } from "@probewarden/contract";
import { useState } from "react";
import { useCutLists } from "../../api/use-more.ts";
import { useKnownVenues } from "../../components/known-rows.tsx";
import { useText } from "../../text/text.ts";
import {
  EVERYTHING_OPEN,
  fits,
  NOBODY,
  VIEWS,
  type InboxFilter,
  type Looker,
  type SavedFilter,
} from "./inbox-filter.ts";

const BANDS = ["strong", "suspected", "watch"] as const;

/** Which alerts are shown: views, filters, and the ones that a person saved. */
export function FilterBar(props: {
  /** As far as they are loaded; undefined until they are, for nobody has counted none then. */
  alerts: readonly Alert[] | undefined;
  looker: Looker;
  filter: InboxFilter;
  onFilter: (filter: InboxFilter) => void;
  saved: readonly SavedFilter[];
  onSave: (name: string) => void;
  onRemove: (name: string) => void;
}) {
  const { alerts, filter, onFilter, looker } = props;
  const { t, code } = useText();
  const venues = useKnownVenues() ?? [];
  const isCut = useCutLists().includes("alerts");
  const assignees = [...new Set((alerts ?? []).flatMap(({ assignee }) => assignee ?? []))].toSorted();
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
            {view !== "settled" && alerts !== undefined && (
              <span className="num muted">
                {alerts.filter((alert) => fits(alert, { ...filter, view }, looker)).length}
                {isCut && "+"}
              </span>
            )}
          </button>
        ))}
      </div>
      <details className="more-filters" open={filter.venueId + filter.band + filter.assignee !== ""}>
        <summary>{t("inbox.filters")}</summary>
        <div className="row-of-buttons">
          <Choice
            label={t("inbox.venue")}
            value={filter.venueId}
            onChoose={(venueId) => onFilter({ ...filter, venueId })}
            choices={venues.map(({ venueId, name }) => [venueId, name])}
          />
          <Choice
            label={t("inbox.band")}
            value={filter.band}
            onChoose={(band) => onFilter({ ...filter, band: band as InboxFilter["band"] })}
            choices={BANDS.map((band) => [band, code("band", band)])}
          />
          <Choice
            label={t("inbox.assignee")}
            value={filter.assignee}
            onChoose={(assignee) => onFilter({ ...filter, assignee })}
            choices={[[NOBODY, t("inbox.nobody")], ...assignees.map((name) => [name, name] as const)]}
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
                onClick={() => onFilter({ ...EVERYTHING_OPEN, ...kept })}
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

function Choice(props: {
  label: string;
  value: string;
  choices: readonly (readonly [value: string, words: string])[];
  onChoose: (value: string) => void;
}) {
  const { t } = useText();
  return (
    <label className="choice">
      {props.label}
      <select value={props.value} onChange={(event) => props.onChoose(event.target.value)}>
        <option value="">{t("inbox.any")}</option>
        {props.choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
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
