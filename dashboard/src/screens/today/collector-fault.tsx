import type { Readiness } from "@probewarden/contract";
import { Link } from "react-router";
import { useHealth } from "../../api/queries.ts";
import { cannotHearSensors } from "../../api/shown-sensor.ts";
import { SensorShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";

/** What is wrong with the collector itself, in the list of what needs a person. */
export function CollectorFault({ fault }: { fault: Readiness["faults"][number] }) {
  const { t, problem } = useText();
  const blind = cannotHearSensors(useHealth().data);
  return (
    <li>
      <div className="row">
        <SensorShape state="deaf" />
        <Link className="title" data-row to="/settings">
          {problem("collectorProblem", fault)}
        </Link>
        <p className="under muted small">{t(blind ? "today.faultBlind" : "today.faultMore")}</p>
      </div>
    </li>
  );
}
