import type { InventoryEntry } from "@probewarden/contract";
import { NetworkName } from "../../components/air-text.tsx";
import { networkName } from "../../components/network-name.ts";
import { useText } from "../../text/text.ts";
import { entryOf, secured } from "./list-entry.ts";
import { isMarked, type NetworkGroup } from "./network-groups.ts";
import { SecurityChoice } from "./security-choice.tsx";

/** A name, how many of its access points are on the list, and what is done with all of them at once: never with those that are marked. */
export function GroupHead(props: {
  group: NetworkGroup;
  entries: ReadonlyMap<string, InventoryEntry>;
  mayChange: boolean;
  change: (entries: readonly InventoryEntry[]) => void;
}) {
  const { group, entries, mayChange, change } = props;
  const { t } = useText();
  const on = group.rows.flatMap(({ bssid }) => entries.get(bssid) ?? []);
  const open = group.rows.filter((row) => !entries.has(row.bssid) && !isMarked(row));
  const unsaid = on.filter(({ security }) => security === undefined).length;
  const [first] = on;
  const common = on.every(({ security }) => security === first?.security) ? first?.security : undefined;
  return (
    <li className="network-head">
      <h3>
        {group.name === "" ? <span>{t("networks.unnamed")}</span> : <NetworkName hex={group.name} max={32} />}{" "}
        <span className="muted small">{t("networks.ofName", { n: group.rows.length, on: on.length })}</span>
      </h3>
      {mayChange && group.name !== "" && (
        <div className="row-of-buttons">
          {open.length > 1 && (
            <button type="button" className="button" onClick={() => change(open.map(entryOf))}>
              {t("networks.tickAll", { n: open.length })}
            </button>
          )}
          {on.length > 1 && (
            <SecurityChoice
              label={t("networks.securityOfAll")}
              of={networkName(group.name)}
              value={common}
              onChange={(security) => change(on.map((entry) => secured(entry, security)))}
            />
          )}
        </div>
      )}
      {group.name !== "" && on.length > 0 && unsaid > 0 && (
        <p className="small muted">{t("networks.unsaid", { n: unsaid })}</p>
      )}
    </li>
  );
}
