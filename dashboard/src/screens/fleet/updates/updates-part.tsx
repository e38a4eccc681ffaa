import type { FleetRow, ReleaseRow, Rollout } from "@probewarden/contract";
import { useState } from "react";
import { useReleases, useRollouts } from "../../../api/updates.ts";
import { useMay } from "../../../api/queries.ts";
import { Loaded } from "../../../components/looks.tsx";
import { useText } from "../../../text/text.ts";
import { BeginForm } from "./begin-form.tsx";
import { RolloutPart } from "./rollout-part.tsx";
import "./updates.css";

/** Versions that are here, each with the processors that it is for. */
function Releases({ releases }: { releases: readonly ReleaseRow[] }) {
  const { t } = useText();
  if (releases.length === 0)
    return (
      <p className="small muted">
        {t("updates.noRelease")} <code>probewarden-collector release add FILE.deb</code>
      </p>
    );
  const versions = [...new Set(releases.map(({ version }) => version))];
  return (
    <p className="small">
      {t("updates.releases")}{" "}
      {versions.map((version) => (
        <span key={version} className="release">
          <span className="mono">{version}</span>{" "}
          <span className="mono muted">
            {releases
              .filter((release) => release.version === version)
              .map(({ architecture }) => architecture)
              .join(", ")}
          </span>
        </span>
      ))}
    </p>
  );
}

/** The latest update of each venue. */
const latestOf = (rollouts: readonly Rollout[]): Rollout[] => [
  ...new Map(rollouts.toReversed().map((rollout) => [rollout.venueId, rollout])).values(),
];

/** Updates of sensors: the versions that are here, how far each venue's update is, and a form that begins one. */
export function UpdatesPart({ rows, chosen }: { rows: readonly FleetRow[]; chosen: readonly string[] }) {
  const { t } = useText();
  const releases = useReleases();
  const rollouts = useRollouts();
  const mayChange = useMay("commandSensors");
  const [isOpen, setOpen] = useState(false);
  const venueIds = [...new Set(rows.map(({ venueId }) => venueId))];
  const chosenOf = (venueId: string): readonly string[] =>
    rows.filter((row) => row.venueId === venueId && chosen.includes(row.sensorId)).map(({ sensorId }) => sensorId);
  return (
    <section className="section updates">
      <h2>{t("updates.title")}</h2>
      <p className="small muted">{t("updates.lead")}</p>
      <Loaded query={rollouts} what="updates" rows={1}>
        {(known) => (
          <ul className="rollouts">
            {latestOf(known).map((rollout) => (
              <RolloutPart key={rollout.rolloutId} rollout={rollout} mayChange={mayChange} />
            ))}
          </ul>
        )}
      </Loaded>
      <Loaded query={releases} what="updates" rows={1}>
        {(known) => (
          <>
            <Releases releases={known} />
            {mayChange && known.length > 0 && (
              <p>
                <button type="button" className="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                  {t("updates.begin")}
                </button>
              </p>
            )}
            {isOpen && (
              <BeginForm releases={known} venueIds={venueIds} chosenOf={chosenOf} begun={() => setOpen(false)} />
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
