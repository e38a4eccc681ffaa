import type { Collector } from "@probewarden/contract";
import { useCollectors } from "../../api/queries.ts";
import { plainFigure } from "../../components/figures.ts";
import { SensorShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

/** How a collector's state is drawn: as that of a sensor that hears, that does not, that was lost. */
const SHAPES = { ready: "hearing", "refusing-data": "deaf", silent: "offline" } as const;
const MEGABYTE = 1e6;
const GIGABYTE = 1e9;

/** Free room in the unit in which a person thinks of it. */
const roomText = (bytes: number): string =>
  bytes >= GIGABYTE
    ? `${plainFigure(Math.round(bytes / GIGABYTE))} GB`
    : `${plainFigure(Math.round(bytes / MEGABYTE))} MB`;

function CollectorRow({ collector }: { collector: Collector }) {
  const { t, code, problem } = useText();
  const { queue, disk, stateStore, loopDelayMilliseconds, notices, state, faults } = collector;
  // It works, and something about it waits for a person: no green dot beside a fault.
  const isInDoubt = state === "ready" && faults.length > 0;
  const figures = [
    t("collectors.queue", { n: queue.messages }),
    t("collectors.lag", { n: Math.round(queue.lagMilliseconds / 100) / 10 }),
    ...(disk.freeBytes === undefined ? [] : [t("collectors.free", { room: roomText(disk.freeBytes) })]),
    ...(stateStore.answerMilliseconds === undefined
      ? [t("collectors.noAnswer")]
      : [t("collectors.answer", { n: Math.round(stateStore.answerMilliseconds) })]),
    t("collectors.loop", { n: Math.round(loopDelayMilliseconds) }),
    ...(notices.waiting > 0 ? [t("collectors.notices", { n: notices.waiting })] : []),
    ...(collector.leads === true ? [t("collectors.leads")] : []),
  ];
  return (
    <li>
      <div className="row">
        <SensorShape state={isInDoubt ? "deaf" : SHAPES[state]} />
        <span className="title">{t("collectors.title", { name: collector.name })}</span>
        {/* What it said last is no word on how it is. */}
        <p className="under small muted">{state === "silent" ? t("collectors.silentMore") : figures.join(" · ")}</p>
        {state !== "silent" &&
          faults.map((fault) => (
            <p key={fault.code} className="under small">
              {problem("collectorProblem", fault)}
            </p>
          ))}
        <div className="aside small">
          <span className="mark">{isInDoubt ? t("collectors.inDoubt") : code("collector", state)}</span>
          <span className="muted">
            {collector.version} · <Moment at={collector.reportedAt} />
          </span>
        </div>
      </div>
    </li>
  );
}

/** The collectors themselves, before the sensors: what they cannot hear or keep, nobody sees. */
export function CollectorRows() {
  const { data = [] } = useCollectors();
  if (data.length === 0) return null;
  return (
    <ul className="rows collectors">
      {data.map((collector) => (
        <CollectorRow key={collector.name} collector={collector} />
      ))}
    </ul>
  );
}
