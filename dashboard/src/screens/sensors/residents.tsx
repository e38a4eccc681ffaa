import { useState } from "react";
import { useResidents } from "../../api/queries.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { NetworkName } from "../../components/air-text.tsx";
import { channelOf, levelText } from "../../components/figures.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { Moment } from "../../components/moment.tsx";
import { SimulatedNote } from "../../components/simulated-note.tsx";
import { useText } from "../../text/text.ts";

/** Rows that stand at once: the loudest. The others come when they are asked for. */
const ROWS = 50;

/** What a sensor hears all the time: access points, never visitors. */
export function Residents({ sensor }: { sensor: ShownSensor }) {
  const { t } = useText();
  const query = useResidents(sensor.sensorId);
  const [most, setMost] = useState(ROWS);
  return (
    <section className="section">
      <h3>{t("residents.title")}</h3>
      <p className="small muted">{t("residents.more")}</p>
      <SimulatedNote />
      <Loaded query={query} what="residents" rows={3}>
        {(residents) =>
          residents.length === 0 ? (
            <Empty title="residents.none" next="residents.noneNext" />
          ) : (
            // A narrow screen scrolls it sideways: by keyboard too.
            <div className="scroll" role="region" tabIndex={0} aria-label={t("residents.title")}>
              <table className="residents">
                <thead>
                  <tr>
                    <th>{t("residents.network")}</th>
                    <th>{t("residents.channel")}</th>
                    <th className="num">{t("residents.level")}</th>
                    <th>{t("residents.heard")}</th>
                  </tr>
                </thead>
                <tbody>
                  {residents
                    .toSorted((a, b) => b.medianDbm - a.medianDbm)
                    .slice(0, most)
                    .map((resident) => (
                      <tr key={`${resident.transmitter}/${resident.channelMhz}`}>
                        <td>
                          {resident.name === undefined ? (
                            <span className="muted">{t("residents.noName")}</span>
                          ) : (
                            <NetworkName hex={resident.name} max={28} />
                          )}
                          {resident.role === "venue" && (
                            <span className="small ok nowrap"> {t("residents.venue")}</span>
                          )}
                          <div className="mono muted small">{resident.transmitter}</div>
                        </td>
                        <td title={`${resident.channelMhz} MHz`}>
                          {channelOf(resident.channelMhz) ?? `${resident.channelMhz} MHz`}
                        </td>
                        <td className="num">{levelText(resident.medianDbm)}</td>
                        <td className="muted">
                          <Moment at={resident.lastHeardAt} venueId={sensor.venueId} />
                        </td>
                      </tr>
                    ))}
                </tbody>
              </table>
              {residents.length > most && (
                <button type="button" className="button" onClick={() => setMost(most + ROWS)}>
                  {t("look.more")}
                </button>
              )}
            </div>
          )
        }
      </Loaded>
    </section>
  );
}
