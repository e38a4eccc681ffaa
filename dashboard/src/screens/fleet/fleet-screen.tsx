import type { FleetRow } from "@probewarden/contract";
import { useState } from "react";
import { Link } from "react-router";
import { useFleet } from "../../api/fleet.ts";
import { useMay, useSensors } from "../../api/queries.ts";
import { plainFigure } from "../../components/figures.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { useText } from "../../text/text.ts";
import { FleetItem } from "./fleet-item.tsx";
import { TellForm } from "./tell-form.tsx";
import "./fleet.css";

/** How many sensors run which version, and how many of them are canaries: an update that is under way is seen at a glance. */
function Versions({ rows }: { rows: readonly FleetRow[] }) {
  const { t } = useText();
  const versions = new Map<string, FleetRow[]>();
  for (const row of rows) versions.set(row.version ?? "", [...(versions.get(row.version ?? "") ?? []), row]);
  return (
    <ul className="versions small">
      {[...versions]
        .toSorted(([, one], [, other]) => other.length - one.length)
        .map(([version, those]) => {
          const canaries = those.filter(({ ring }) => ring === "canary").length;
          return (
            <li key={version}>
              {version === "" ? t("fleet.noVersion") : <span className="mono">{version}</span>}{" "}
              {t("fleet.sensors", { n: plainFigure(those.length) })}
              {canaries > 0 && <> · {t("fleet.ofThemCanaries", { n: plainFigure(canaries) })}</>}
            </li>
          );
        })}
    </ul>
  );
}

/** All sensors as a fleet: what they run, how they are set, and what they were told. */
export function FleetScreen() {
  const { t } = useText();
  const query = useFleet();
  const { data: sensors = [] } = useSensors();
  const mayTell = useMay("commandSensors");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const known = new Map(sensors.map((sensor) => [sensor.sensorId, sensor]));
  const choose = (sensorId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(sensorId)) next.add(sensorId);
    setChosen(next);
  };
  return (
    <>
      <p className="small">
        <Link to="/sensors">{t("fleet.back")}</Link>
      </p>
      <div className="head">
        <h1>{t("fleet.title")}</h1>
      </div>
      <p className="muted">{t("fleet.lead")}</p>
      <Loaded query={query} what="fleet">
        {(rows) => {
          if (rows.length === 0) return <Empty title="sensors.none" next="sensors.noneNext" />;
          const there = rows.filter(({ sensorId }) => chosen.has(sensorId)).map(({ sensorId }) => sensorId);
          const rings = [
            { title: "fleet.canaries", items: rows.filter(({ ring }) => ring === "canary") },
            { title: "fleet.rest", items: rows.filter(({ ring }) => ring !== "canary") },
          ] as const;
          return (
            <>
              <Versions rows={rows} />
              {mayTell && (
                <TellForm
                  chosen={there}
                  all={() => setChosen(new Set(rows.map(({ sensorId }) => sensorId)))}
                  none={() => setChosen(new Set())}
                />
              )}
              {rings.map(({ title, items }) =>
                items.length === 0 ? null : (
                  <section key={title} className="section">
                    <h2>{t(title)}</h2>
                    {title === "fleet.canaries" && <p className="small muted">{t("fleet.canariesMore")}</p>}
                    <VirtualRows className="fleet" rows={items} id={({ sensorId }) => sensorId}>
                      {(row) => (
                        <FleetItem
                          key={row.sensorId}
                          row={row}
                          sensor={known.get(row.sensorId)}
                          {...(mayTell
                            ? { isChosen: chosen.has(row.sensorId), choose: () => choose(row.sensorId) }
                            : {})}
                        />
                      )}
                    </VirtualRows>
                  </section>
                ),
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
