import type { ShownSensor } from "../../api/shown-sensor.ts";
import { plainFigure } from "../../components/figures.ts";
import { useText } from "../../text/text.ts";
import { TOLD_AS_REFUSALS } from "./refusals.tsx";
import "./sensors.css";

/** What is wrong with a sensor, each thing with what to do; nothing where it hears well. */
export function Trouble({ sensor }: { sensor: ShownSensor }) {
  const { t, code, problem: words, mend } = useText();
  const problems = sensor.health?.problems ?? [];
  const others = sensor.reasons
    .filter((reason) => problems.every((problem) => problem.code !== reason))
    .filter((reason) => sensor.refused === undefined || !TOLD_AS_REFUSALS.has(reason));
  const offset = sensor.clockOffsetSeconds;
  if (sensor.state === "hearing" && others.length === 0 && problems.length === 0 && !sensor.clockWrong) return null;
  return (
    <div className="mend">
      {problems.map((problem) => (
        <div key={`${problem.code} ${problem.facts?.["interface"] ?? ""}`}>
          <strong>{words("reason", problem)}</strong>
          <p>{mend(problem.code)}</p>
        </div>
      ))}
      {others.length > 0 && <strong>{others.map((reason) => code("reason", reason)).join(t("look.comma"))}</strong>}
      {sensor.suspectsBeyond !== undefined && (
        <p>{t("sensors.reportsMany", { n: plainFigure(sensor.suspectsBeyond) })}</p>
      )}
      {problems.length === 0 && sensor.state !== "hearing" && <p>{t(`sensors.mend.${sensor.state}`)}</p>}
      {sensor.clockWrong && offset !== undefined && (
        <p>
          {t(offset > 0 ? "sensors.clockFast" : "sensors.clockSlow", { n: plainFigure(Math.abs(Math.round(offset))) })}
        </p>
      )}
      {sensor.contractMismatch && <p>{t("sensors.contractMismatch", { version: sensor.contractVersion ?? "" })}</p>}
    </div>
  );
}
