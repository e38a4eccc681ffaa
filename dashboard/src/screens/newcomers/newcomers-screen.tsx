import { Link } from "react-router";
import { useNewcomers } from "../../api/newcomers.ts";
import { useSensors } from "../../api/queries.ts";
import { plainFigure } from "../../components/figures.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { SimulatedNote } from "../../components/simulated-note.tsx";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { useText } from "../../text/text.ts";
import { isOpen } from "./is-open.ts";
import { NewcomerItem } from "./newcomer-item.tsx";
import "./newcomers.css";

/** Which sensors have more than is listed: a flood of forged ones, or a sensor that was moved. */
function Waiting() {
  const { t } = useText();
  const { data: sensors = [] } = useSensors();
  return sensors.map(({ sensorId, name, newcomersWaiting }) =>
    newcomersWaiting === undefined ? null : (
      <p key={sensorId} className="small muted">
        {t("newcomers.waiting", { sensor: name, n: plainFigure(newcomersWaiting) })}
      </p>
    ),
  );
}

/** Access points that came to the venue and stayed: things to check, which accuses nobody. */
export function NewcomersScreen() {
  const { t } = useText();
  const query = useNewcomers();
  return (
    <>
      <p className="small">
        <Link to="/sensors">{t("newcomers.back")}</Link>
      </p>
      <div className="head">
        <h1>{t("newcomers.title")}</h1>
      </div>
      <div className="promise">
        <strong>{t("newcomers.lead")}</strong>
        <p className="muted">{t("newcomers.more")}</p>
      </div>
      <SimulatedNote />
      <Waiting />
      <Loaded query={query} what="newcomers">
        {(rows) => {
          if (rows.length === 0) return <Empty title="newcomers.none" next="newcomers.noneNext" />;
          const parts = [
            { title: "newcomers.open", items: rows.filter(isOpen) },
            { title: "newcomers.settled", items: rows.filter((row) => !isOpen(row)) },
          ] as const;
          return parts.map(({ title, items }) =>
            items.length === 0 ? null : (
              <section key={title} className="section">
                <h2>{t(title)}</h2>
                <VirtualRows className="newcomers" rows={items} id={({ newcomerId }) => newcomerId}>
                  {(row) => <NewcomerItem key={row.newcomerId} row={row} />}
                </VirtualRows>
              </section>
            ),
          );
        }}
      </Loaded>
      {query.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("newcomers.loadMore")}
        </button>
      )}
    </>
  );
}
