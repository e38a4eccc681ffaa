import type { Suspect } from "@probewarden/contract";
import { useState } from "react";
import { useLevels } from "../../api/queries.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { SimulatedNote } from "../../components/simulated-note.tsx";
import { useText } from "../../text/text.ts";
import { LevelChart } from "./level-chart.tsx";

const SPANS_HOURS = [1, 6, 24] as const;

/** The suspect's level at each sensor over time: one chart per sensor, all on the same axes. */
export function Levels({ suspect }: { suspect: Suspect }) {
  const { t } = useText();
  const [hours, setHours] = useState<(typeof SPANS_HOURS)[number]>(1);
  const query = useLevels(suspect.suspectId, hours);
  return (
    <>
      <div className="row-of-buttons" role="group" aria-label={t("levels.span")}>
        {SPANS_HOURS.map((span) => (
          <button
            key={span}
            type="button"
            className="button"
            aria-pressed={span === hours}
            onClick={() => setHours(span)}
          >
            {t("levels.hours", { n: span })}
          </button>
        ))}
      </div>
      <Loaded query={query} what="levels" rows={3}>
        {(series) =>
          series.length === 0 ? (
            <Empty title="levels.none" next="levels.noneNext" />
          ) : (
            <>
              {series.map((one) => (
                <LevelChart
                  key={one.sensorId}
                  series={one}
                  hours={hours}
                  untilMs={query.dataUpdatedAt}
                  venueId={suspect.venueId}
                />
              ))}
              <SimulatedNote />
              <p className="small muted">{t("levels.legend")}</p>
            </>
          )
        }
      </Loaded>
    </>
  );
}
