import type { Collector } from "@probewarden/contract";
import { useCollectors } from "../../api/queries.ts";
import { SensorShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

/** How a collector's state is drawn: as that of a sensor that hears, that does not, that was lost. */
const SHAPES = { ready: "hearing", "refusing-data": "deaf", silent: "offline" } as const;
const MEGABYTE = 1e6;

function CollectorRow({ collector }: { collector: Collector }) {
  const { t, code, problem } = useText();
  const { queue, disk, stateStore, loopDelayMilliseconds, notices } = collector;
  const figures = [
    t("collectors.queue", { n: queue.messages }),
    t("collectors.lag", { n: Math.round(queue.lagMilliseconds / 100) / 10 }),
    ...(disk.freeBytes === undefined ? [] : [t("collectors.free", { n: Math.round(disk.freeBytes / MEGABYTE) })]),
    ...(stateStore.answerMilliseconds === undefined
      ? [t("collectors.noAnswer")]
      : [t("collectors.answer", { n: Math.round(stateStore.answerMilliseconds) })]),
    t("collectors.loop", { n: Math.round(loopDelayMilliseconds) }),
    ...(notices.waiting > 0 ? [t("collectors.notices", { n: notices.waiting })] : []),
  ];
  return (
    <li>
      <div className="row">
        <SensorShape state={SHAPES[collector.state]} />
        <span className="title">{t("collectors.title", { name: collector.name })}</span>
        <p className="under small muted">{figures.join(" · ")}</p>
        {collector.faults.map((fault) => (
          <p key={fault.code} className="under small">
            {problem("collectorProblem", fault)}
          </p>
        ))}
        <div className="aside small">
          <span className="mark">{code("collector", collector.state)}</span>
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
    <ul className="rows list">
      {data.map((collector) => (
        <CollectorRow key={collector.name} collector={collector} />
      ))}
    </ul>
  );
}
