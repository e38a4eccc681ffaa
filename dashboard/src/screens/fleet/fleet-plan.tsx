import { useId, useMemo, type ReactNode } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useVenues } from "../../api/queries.ts";
import { plainFigure } from "../../components/figures.ts";
import { Loaded } from "../../components/looks.tsx";
import { useChangeSearch } from "../../components/use-change-search.ts";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { useText } from "../../text/text.ts";
import { PlanMap } from "../venue/plan-map.tsx";
import "../venue/venue.css";
import { FleetLegend, FleetMarks } from "./fleet-marks.tsx";
import { fleetPlaces, type FleetMember, type FleetPlace } from "./fleet-places.ts";
import { standingOf } from "./standing.ts";
import "./fleet-plan.css";

interface Looked {
  /** Ids of the chosen; undefined: who looks may tell them nothing. */
  chosen: ReadonlySet<string> | undefined;
  choose: (sensorId: string) => void;
  /** Draws one sensor as a row. */
  item: (member: FleetMember) => ReactNode;
}

/** Rows of the list beside the plan. */
function Members({ members, item }: { members: readonly FleetMember[]; item: Looked["item"] }) {
  return (
    <VirtualRows className="fleet" rows={members} id={({ row }) => row.sensorId}>
      {item}
    </VirtualRows>
  );
}

/** One plan with its sensors, and beside it the same as rows, with those of the venue that stand on no plan. */
function OnePlace({ place, chosen, choose, item }: { place: FleetPlace } & Looked) {
  const { t } = useText();
  const navigate = useNavigate();
  const words = useId();
  const { floor, placed, unplaced, venueId } = place;
  return (
    <div className="fleet-place">
      {floor === undefined ? (
        <p className="mend">
          {t("fleet.noPlan")} <Link to={`/venue/${venueId}`}>{t("nav.venue")}</Link>
        </p>
      ) : (
        <div className="fleet-stage">
          <PlanMap floor={floor} describedBy={words}>
            <FleetMarks
              members={placed}
              widthMetres={floor.widthMetres}
              chosen={chosen}
              press={chosen === undefined ? (sensorId) => void navigate(`/sensors/${sensorId}`) : choose}
            />
          </PlanMap>
          <FleetLegend />
        </div>
      )}
      <div className="fleet-beside" id={words}>
        {floor !== undefined && (
          <section>
            <h2>{t("fleet.onPlan", { n: plainFigure(placed.length) })}</h2>
            {placed.length === 0 && <p className="muted">{t("fleet.noneOnPlan")}</p>}
            <Members members={placed} item={item} />
          </section>
        )}
        {unplaced.length > 0 && (
          <section>
            <h2>{t("fleet.unplaced", { n: plainFigure(unplaced.length) })}</h2>
            <p className="small muted">{t("fleet.unplacedMore")}</p>
            <Members members={unplaced} item={item} />
          </section>
        )}
      </div>
    </div>
  );
}

/** The fleet on the plans of its venues, one at a time. Which one stands in the address. */
export function FleetPlan({ members, ...looked }: { members: readonly FleetMember[] } & Looked) {
  const { t } = useText();
  const venues = useVenues();
  const [search] = useSearchParams();
  const change = useChangeSearch();
  const places = useMemo(() => fleetPlaces(members, venues.data ?? []), [members, venues.data]);
  const place = places.find(({ key }) => key === search.get("plan")) ?? places[0];
  const field = useId();
  const nameOf = ({ venueName, floor, placed, unplaced }: FleetPlace): string => {
    const here = floor === undefined ? unplaced : placed;
    const ill = here.filter(({ row, sensor }) => !["well", "unknown"].includes(standingOf(row, sensor))).length;
    return [
      venueName,
      floor?.name ?? t("fleet.withoutPlan"),
      t("fleet.sensors", { n: plainFigure(here.length) }),
      ...(ill === 0 ? [] : [t("fleet.notWell", { n: plainFigure(ill) })]),
    ].join(" · ");
  };
  return (
    <Loaded query={venues} what="venues">
      {() =>
        place === undefined ? null : (
          <>
            <div className="field fleet-which">
              <label htmlFor={field}>{t("fleet.which")}</label>
              <select id={field} value={place.key} onChange={(event) => change({ plan: event.target.value })}>
                {places.map((one) => (
                  <option key={one.key} value={one.key}>
                    {nameOf(one)}
                  </option>
                ))}
              </select>
            </div>
            <OnePlace key={place.key} place={place} {...looked} />
          </>
        )
      }
    </Loaded>
  );
}
