import type { InventoryEntry, VenueNetworks } from "@probewarden/contract";
import { MOST_OWN_NETWORKS } from "@probewarden/contract/figures";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useMay } from "../../api/queries.ts";
import { LeaveGuard } from "../../components/leave-guard.tsx";
import { Empty } from "../../components/looks.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { useText } from "../../text/text.ts";
import { applied, changesOf, drafted, draftedList, isOvertaken, NO_DRAFT, rebased, sizeOf } from "./list-draft.ts";
import { GroupHead } from "./group-head.tsx";
import {
  groupsOf,
  isMarked,
  isShown,
  joinRows,
  type NetworkGroup,
  type NetworkRow,
  type View,
} from "./network-groups.ts";
import { NetworkLine } from "./network-line.tsx";
import { PasteDialog } from "./paste-dialog.tsx";
import { ReviewDialog } from "./review-dialog.tsx";

const VIEWS: readonly View[] = ["all", "listed", "others", "marked"];

/** A line of the page: the head of a name, or one address under it. */
type Line = { id: string; group: NetworkGroup; row?: NetworkRow };

/** What is on the list and what was heard, by name; whoever may, ticks what is the venue's own, and sees what changes before it does. */
export function NetworkList({ networks: told }: { networks: VenueNetworks }) {
  const { t } = useText();
  const mayChange = useMay("setUpVenues");
  const [params, setParams] = useSearchParams();
  const suspectId = params.get("suspect") ?? undefined;
  const [search, setSearch] = useState("");
  const [view, setView] = useState<View>("all");
  const [kept, setDraft] = useState(NO_DRAFT);
  const [isDone, setDone] = useState(false);
  const { networks: inForce, heard, beyond } = told;

  const draft = rebased(kept, told);
  if (draft !== kept) setDraft(draft);
  const entries = new Map(applied(told, draft).map((entry) => [entry.bssid, entry]));
  const added = [...draft.edits.values()].flatMap(({ after }) => after ?? []);
  const rows = joinRows(inForce, heard, added);
  const shown = rows.filter((row) => isShown(row, { view, search, suspectId }));
  const groups = groupsOf(shown);
  const lines: Line[] = groups.flatMap((group) => [
    { id: `name ${group.name}`, group },
    ...group.rows.map((row) => ({ id: row.bssid, group, row })),
  ]);
  const changes = changesOf(draft);
  const size = sizeOf(changes);
  const isFull = entries.size > MOST_OWN_NETWORKS;

  const change = (bssid: string, entry: InventoryEntry | undefined): void => {
    setDone(false);
    setDraft((before) => drafted(before, told, [[bssid, entry]]));
  };
  const changeAll = (some: readonly InventoryEntry[]): void => {
    setDone(false);
    setDraft((before) =>
      drafted(
        before,
        told,
        some.map((entry) => [entry.bssid, entry]),
      ),
    );
  };
  const meanwhile = isOvertaken(draft, told) && (
    <p className="note" role="status">
      {t("networks.meanwhile")}
      {draft.gone.length > 0 && (
        <>
          {" "}
          {t("networks.gone", { n: draft.gone.length })} <span className="mono">{draft.gone.join(" ")}</span>
        </>
      )}
    </p>
  );

  return (
    <section className="section networks">
      <h2>{t("networks.list", { n: inForce.length })}</h2>
      {!told.residentsTold && <p className="deaf">{t("networks.noResidents")}</p>}
      {!mayChange && <p className="small muted">{t("networks.onlyLook")}</p>}
      {suspectId !== undefined && (
        <p className="note">
          {t("networks.ofSuspect")}{" "}
          <button type="button" className="as-link" onClick={() => setParams({}, { replace: true })}>
            {t("networks.showAll")}
          </button>
        </p>
      )}
      <div className="row-of-buttons">
        {rows.length > 0 && <SearchField value={search} onChange={setSearch} />}
        {mayChange && (
          <PasteDialog
            onGiven={(given, replaces) => {
              setDone(false);
              setDraft((before) => draftedList(before, told, given, replaces));
            }}
          />
        )}
      </div>
      {rows.length > 0 && (
        <div className="row-of-buttons" role="group" aria-label={t("networks.views")}>
          {VIEWS.map((one) => (
            <button key={one} type="button" className="button" aria-pressed={view === one} onClick={() => setView(one)}>
              {t(`networks.view.${one}`)}
            </button>
          ))}
        </div>
      )}
      {rows.length === 0 ? (
        <Empty title="networks.none" next="networks.noneNext" />
      ) : lines.length === 0 ? (
        <p className="muted">{t(view === "marked" && search === "" ? "networks.noneMarked" : "networks.noneFound")}</p>
      ) : (
        <VirtualRows className="rows network-rows" rows={lines} id={({ id }) => id}>
          {({ id, group, row }) =>
            row === undefined ? (
              <GroupHead key={id} group={group} entries={entries} mayChange={mayChange} change={changeAll} />
            ) : (
              <NetworkLine
                key={id}
                row={row}
                venueId={told.venueId}
                entry={entries.get(row.bssid)}
                mayChange={mayChange}
                change={change}
              />
            )
          }
        </VirtualRows>
      )}
      {beyond > 0 && <p className="small">{t("networks.beyond", { n: beyond })}</p>}
      {isDone && size === 0 && (
        <p className="note" role="status">
          {t("networks.done")}
        </p>
      )}
      {(size > 0 || meanwhile) && (
        <div className="draft-bar">
          {meanwhile}
          <p role="status">
            {t("networks.draft", {
              added: changes.added.length,
              removed: changes.removed.length,
              changed: changes.changed.length,
            })}
            {isFull && <span className="strong"> {t("networks.full", { n: MOST_OWN_NETWORKS })}</span>}
          </p>
          <div className="row-of-buttons">
            <button type="button" className="button" onClick={() => setDraft(NO_DRAFT)}>
              {t("networks.discard")}
            </button>
            <ReviewDialog
              venueId={told.venueId}
              now={{ revision: told.revision, changes, networks: [...entries.values()] }}
              meanwhile={meanwhile}
              isOff={isFull || size === 0}
              marked={new Set(rows.filter(isMarked).map(({ bssid }) => bssid))}
              onDone={() => {
                setDraft(NO_DRAFT);
                setDone(true);
              }}
            />
          </div>
        </div>
      )}
      <LeaveGuard isHeld={size > 0} save={undefined} />
    </section>
  );
}
