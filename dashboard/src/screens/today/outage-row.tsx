import type { Outage } from "@probewarden/contract";
import { Link } from "react-router";
import { useHealth, useVenues } from "../../api/queries.ts";
import { cannotHearSensors } from "../../api/shown-sensor.ts";
import { SensorShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";

/** Names of sensors in a line, at most. */
const MOST_NAMES = 4;

/** Kinds of which something is there and does not do its work. */
const DEAF: ReadonlySet<Outage["kind"]> = new Set(["notices-fail", "sensor-deaf"]);

/** Something of ours that died: what, of which venue, which sensors, since when, and whether people were told. */
export function OutageRow({ outage }: { outage: Outage }) {
  const { t, code } = useText();
  const names = useNames();
  const venue = useVenues().data?.find(({ venueId }) => venueId === outage.venueId);
  const shown = outage.sensors.slice(0, MOST_NAMES).map(names.sensor).join(t("look.comma"));
  const more = outage.sensors.length - MOST_NAMES;
  // While the collector itself cannot hear, nobody knows whether they are back: nobody is sent to look at them.
  const isBlind = cannotHearSensors(useHealth().data) && outage.kind !== "notices-fail";
  const kind = code("outage", outage.kind);
  const [only] = outage.sensors;
  const isOne = outage.sensors.length === 1;
  const what = outage.sensors.length < 2 ? kind : t("today.outageMany", { what: kind, n: outage.sensors.length });
  const title = [...(venue === undefined ? [] : [venue.name]), what].join(" · ");
  return (
    <li>
      <div className="row">
        <SensorShape state={DEAF.has(outage.kind) ? "deaf" : "offline"} />
        <Link
          className="title"
          data-row
          to={outage.kind === "notices-fail" ? "/settings" : isOne ? `/sensors/${only}` : "/sensors"}
        >
          {title}
        </Link>
        <p className="under muted small">
          {shown !== "" && (
            <>
              {shown}
              {more > 0 && t("today.outageMore", { n: more })} ·{" "}
            </>
          )}
          {t("today.opened")}{" "}
          <Moment at={outage.openedAt} {...(venue === undefined ? {} : { venueId: venue.venueId })} />
          {outage.delivery !== "none" && <> · {code("delivery", outage.delivery)}</>}
        </p>
        {!isBlind && <p className="under muted small">{code("outageMend", outage.kind)}</p>}
      </div>
    </li>
  );
}
