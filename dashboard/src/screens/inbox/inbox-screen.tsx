import type { Alert, AlertCounts } from "@probewarden/contract";
import { useCallback, useMemo, useState } from "react";
import { useInbox, useInboxCounts } from "../../api/inbox.ts";
import { useHealth, useOutages, useSession } from "../../api/queries.ts";
import { askForStep } from "../../components/alert-step/asked-step.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { PagedList } from "../../components/long-list.tsx";
import { Empty, Loaded } from "../../components/looks.tsx";
import { Moment } from "../../components/moment.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useEmitters } from "../../components/use-emitters.ts";
import { useText } from "../../text/text.ts";
import { OutageRow } from "../today/outage-row.tsx";
import { FilterBar } from "./filter-bar.tsx";
import {
  askedOf,
  countedBy,
  EVERYTHING_OPEN,
  isNarrowed,
  readSaved,
  withSaved,
  type InboxFilter,
  type Looker,
} from "./inbox-filter.ts";
import { InboxLine } from "./inbox-line.tsx";
import { inboxLines, type InboxLine as Line } from "./inbox-lines.ts";
import { MaintenancePanel } from "./maintenance-panel.tsx";
import { changedAfter } from "./since-looked.ts";
import { StepButtons, useActs, type Acts } from "./step-buttons.tsx";
import { useInboxKeys } from "./use-inbox-keys.ts";
import { useLinkedAlert } from "./use-linked-alert.ts";
import { useStored } from "./use-stored.ts";
import "./inbox.css";

const NONE: readonly Alert[] = [];
const NOTHING_SINCE: AlertCounts["since"] = { fresh: 0, back: 0, ended: 0, other: 0 };
const LOOKED = "probewarden.inbox.looked";
const SAVED = "probewarden.inbox.filters";
const LATER_KEYS = { t: "take", s: "snooze", e: "close", u: "authorise" } as const;

/** What changed since this person said that they had looked, in this browser. */
function SinceLooked(props: {
  since: AlertCounts["since"] | undefined;
  looker: Looker;
  onShow: () => void;
  onLooked: () => void;
}) {
  const { looker, onShow, onLooked } = props;
  const { t } = useText();
  const { fresh, back, ended, other } = props.since ?? NOTHING_SINCE;
  const counts = [
    ["inbox.changedNew", fresh],
    ["inbox.changedBack", back],
    ["inbox.changedEnded", ended],
    ["inbox.changedOther", other],
  ] as const;
  const what = counts.flatMap(([words, n]) => (n === 0 ? [] : [t(words, { n })]));
  if (looker.lookedAt === 0 || what.length === 0) return null;
  const [before = "", after = ""] = t("inbox.changed", { at: "\u0000", what: what.join(t("look.comma")) }).split(
    "\u0000",
  );
  return (
    <div className="note since-looked">
      <p>
        {before}
        <Moment at={looker.lookedAt} as="clock" />
        {after}
      </p>
      <div className="row-of-buttons">
        <button type="button" className="button" onClick={onShow}>
          {t("inbox.view.changed")}
        </button>
        <button type="button" className="button plain" onClick={onLooked}>
          {t("inbox.looked")}
        </button>
      </div>
    </div>
  );
}

/** Too many appeared at once: the collector holds the others back, and says how many. */
function HeldBack() {
  const { t } = useText();
  const fault = useHealth().data?.faults.find(({ code }) => code === "alerts-held-back");
  const n = fault?.facts?.["suspects"];
  return n === undefined ? null : <p className="note">{t("inbox.heldBack", { n })}</p>;
}

/** The inbox: every alert until somebody has seen to it. */
export function InboxScreen() {
  const { t } = useText();
  const emitters = useEmitters();
  const outages = (useOutages().data ?? []).filter(({ state }) => state === "open");
  const { data: session } = useSession();
  const [lookedAt, setLookedAt] = useStored(LOOKED, (text) => Number(text ?? 0) || 0, String);
  const [saved, setSaved] = useStored(SAVED, readSaved, JSON.stringify);
  const [filter, setFilter] = useState(EVERYTHING_OPEN);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const acts = useActs();
  const { quick, mayHandle, mayDecide } = acts;
  const me = session?.name ?? "";
  const looker = useMemo(() => ({ me, lookedAt }), [me, lookedAt]);
  const { query, rows, more } = useInbox(askedOf(filter, looker));
  const { data: counts } = useInboxCounts(countedBy(filter, looker));
  const lines = useMemo(() => inboxLines(rows, emitters), [rows, emitters]);
  // What was selected and is shown no more is not done anything with.
  const chosen = lines.filter(({ id }) => selected.has(id)).flatMap((line) => line.alerts);
  const show = (next: InboxFilter): void => {
    setFilter(next);
    setSelected(new Set());
  };
  const select = useCallback((id: string, isSelected: boolean): void => {
    setSelected((before) => {
      const next = new Set(before);
      if (isSelected) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const all = (): void => setSelected(chosen.length > 0 ? new Set() : new Set(lines.map(({ id }) => id)));
  useInboxKeys(
    lines.map(({ id }) => id),
    (key, focused) => {
      const of: readonly Alert[] =
        chosen.length > 0 ? chosen : (lines.find(({ id }) => id === focused)?.alerts ?? NONE);
      const open = of.filter(({ state }) => state === "open");
      // What a button is not shown for, no key does.
      if (!mayHandle || (key === "u" && !mayDecide)) return;
      if (key === "*") all();
      else if (key === "x") return focused === undefined ? undefined : select(focused, !selected.has(focused));
      else if (key === "a") quick.acknowledge(open);
      else if (key === "z") quick.undo(of);
      else askForStep(LATER_KEYS[key], open);
      if (key !== "*") setSelected(new Set());
    },
  );
  useLinkedAlert();
  const nothing = isNarrowed(filter) ? "inbox.noMatch" : filter.view === "open" ? "inbox.empty" : "inbox.emptyView";
  return (
    <section className="section inbox">
      <div className="head">
        <h1>{t("inbox.title")}</h1>
        {lookedAt === 0 && rows.length > 0 && (
          <button type="button" className="button plain" onClick={() => setLookedAt(Date.now())}>
            {t("inbox.looked")}
          </button>
        )}
      </div>
      <p className="muted">{t("inbox.lead")}</p>
      <SinceLooked
        since={counts?.since}
        looker={looker}
        onShow={() => show({ ...EVERYTHING_OPEN, view: "changed" })}
        onLooked={() => setLookedAt(Date.now())}
      />
      <HeldBack />
      <Waiting />
      <FilterBar
        counts={counts}
        looker={looker}
        filter={filter}
        onFilter={show}
        saved={saved}
        onSave={(name) => setSaved(withSaved(saved, { name, filter }))}
        onRemove={(name) => setSaved(saved.filter((one) => one.name !== name))}
      />
      <MaintenancePanel />
      <Selection
        chosen={chosen}
        acts={acts}
        loaded={rows.length}
        all={counts?.views[filter.view]}
        onAll={all}
        onClear={() => setSelected(new Set())}
      />
      <FormFailure failure={quick.error} />
      {lines.length < rows.length && (
        <p className="small muted">{t("inbox.inLines", { n: rows.length, lines: lines.length })}</p>
      )}
      {outages.length > 0 && filter.view === "open" && (
        <ul className="rows" aria-label={t("inbox.outages")}>
          {outages.map((outage) => (
            <OutageRow key={outage.outageId} outage={outage} />
          ))}
        </ul>
      )}
      <Loaded query={query} what="alerts" rows={6}>
        {() =>
          lines.length === 0 ? (
            <Empty title={nothing} next={`${nothing}Next`} />
          ) : (
            <PagedList more={more} rows={lines} id={({ id }) => id}>
              {(line: Line) => (
                <InboxLine
                  key={line.id}
                  line={line}
                  isSelected={selected.has(line.id)}
                  isChanged={lookedAt > 0 && line.alerts.some((alert) => changedAfter(alert, lookedAt, me))}
                  acts={acts}
                  onSelect={select}
                />
              )}
            </PagedList>
          )
        }
      </Loaded>
    </section>
  );
}

/** What is selected, and what can be done with all of it. What is done is done with what is loaded, and with nothing that nobody has seen. */
function Selection(props: {
  chosen: readonly Alert[];
  acts: Acts;
  /** How many alerts are loaded, and how many there are, once that is counted. */
  loaded: number;
  all: number | undefined;
  onAll: () => void;
  onClear: () => void;
}) {
  const { t } = useText();
  const { chosen, loaded, all = loaded } = props;
  if (loaded === 0) return null;
  return (
    <div className={`selection${chosen.length > 0 ? " on" : ""}`}>
      {chosen.length === 0 ? (
        <button type="button" className="button plain" onClick={props.onAll}>
          {all > loaded ? t("inbox.selectLoaded", { n: loaded, all }) : t("inbox.selectAll")} <kbd>*</kbd>
        </button>
      ) : (
        <>
          <span className="num">{t("inbox.selected", { n: chosen.length })}</span>
          <StepButtons alerts={chosen} acts={props.acts} />
          <button type="button" className="button plain" onClick={props.onClear}>
            {t("inbox.clear")}
          </button>
        </>
      )}
    </div>
  );
}
