import type { FleetRow } from "@probewarden/contract";
import { useMemo, useState, type ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { useFleet } from "../../api/fleet.ts";
import { useMay, useSensors } from "../../api/queries.ts";
import { plainFigure } from "../../components/figures.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { useChangeSearch } from "../../components/use-change-search.ts";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { useText } from "../../text/text.ts";
import { FleetItem } from "./fleet-item.tsx";
import type { FleetMember } from "./fleet-places.ts";
import { FleetPlan } from "./fleet-plan.tsx";
import { TellForm } from "./tell-form.tsx";
import { UpdatesPart } from "./updates/updates-part.tsx";
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

/** Which way the fleet is looked at. */
function Views({ isPlan }: { isPlan: boolean }) {
  const { t } = useText();
  const change = useChangeSearch();
  return (
    <div className="row-of-buttons" role="group" aria-label={t("fleet.view")}>
      {(["table", "plan"] as const).map((view) => (
        <button
          key={view}
          type="button"
          className="button"
          aria-pressed={isPlan === (view === "plan")}
          onClick={() => change({ view: view === "plan" ? view : undefined })}
        >
          {t(`fleet.views.${view}`)}
        </button>
      ))}
    </div>
  );
}

/** The canaries and the others, one below the other. */
function Rings({ members, item }: { members: readonly FleetMember[]; item: (member: FleetMember) => ReactNode }) {
  const { t } = useText();
  const rings = [
    { title: "fleet.canaries", items: members.filter(({ row }) => row.ring === "canary") },
    // Without canaries there are no others.
    {
      title: members.some(({ row }) => row.ring === "canary") ? "fleet.rest" : "fleet.everyone",
      items: members.filter(({ row }) => row.ring !== "canary"),
    },
  ] as const;
  return rings.map(({ title, items }) =>
    items.length === 0 ? null : (
      <section key={title} className="section">
        <h2>{t(title)}</h2>
        {title === "fleet.canaries" && <p className="small muted">{t("fleet.canariesMore")}</p>}
        <VirtualRows className="fleet" rows={items} id={({ row }) => row.sensorId}>
          {item}
        </VirtualRows>
      </section>
    ),
  );
}

/** All sensors as a fleet: what they run, how they are set, and what they were told. */
export function FleetScreen() {
  const { t } = useText();
  const query = useFleet();
  const { data: sensors } = useSensors();
  const mayTell = useMay("commandSensors");
  const [search] = useSearchParams();
  const isPlan = search.get("view") === "plan";
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const members = useMemo((): FleetMember[] => {
    const known = new Map(sensors?.map((sensor) => [sensor.sensorId, sensor]));
    return (query.data ?? []).map((row) => ({ row, sensor: known.get(row.sensorId) }));
  }, [query.data, sensors]);
  const choose = (sensorId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(sensorId)) next.add(sensorId);
    setChosen(next);
  };
  const item = ({ row, sensor }: FleetMember): ReactNode => (
    <FleetItem
      key={row.sensorId}
      row={row}
      sensor={sensor}
      {...(mayTell ? { isChosen: chosen.has(row.sensorId), choose: () => choose(row.sensorId) } : {})}
    />
  );
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
          const there = rows.filter(({ sensorId }) => chosen.has(sensorId));
          return (
            <>
              <Versions rows={rows} />
              {mayTell && (
                <TellForm
                  rows={there}
                  all={() => setChosen(new Set(rows.map(({ sensorId }) => sensorId)))}
                  none={() => setChosen(new Set())}
                />
              )}
              <UpdatesPart rows={rows} chosen={there.map(({ sensorId }) => sensorId)} />
              <Views isPlan={isPlan} />
              {isPlan ? (
                <FleetPlan members={members} chosen={mayTell ? chosen : undefined} choose={choose} item={item} />
              ) : (
                <Rings members={members} item={item} />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
