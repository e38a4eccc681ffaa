import type { Readiness } from "@probewarden/contract";
import { Link } from "react-router";
import { freshnessWith } from "../../api/collector-state.ts";
import { useHealth } from "../../api/queries.ts";
import { cannotHearSensors } from "../../api/shown-sensor.ts";
import { ClockShape, SensorShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";

/** What is wrong with the collector itself, in the list of what needs a person. */
export function CollectorFault({ fault }: { fault: Readiness["faults"][number] }) {
  const { t, problem } = useText();
  const freshness = freshnessWith(fault.code);
  const blind = cannotHearSensors(useHealth().data);
  return (
    <li>
      <div className="row">
        {freshness === "stale" ? <SensorShape state="deaf" /> : <ClockShape />}
        <Link className="title" data-row to="/settings">
          {problem("collectorProblem", fault)}
        </Link>
        <p className="under muted small">{t(blind ? "today.faultBlind" : `today.fault.${freshness}`)}</p>
      </div>
    </li>
  );
}
