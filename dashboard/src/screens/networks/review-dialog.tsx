import type { InventoryEntry, VenueNetworks } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useState, type ReactNode } from "react";
import { useSetVenueNetworks } from "../../api/venue-networks.ts";
import { NetworkName } from "../../components/air-text.tsx";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";
import type { ListChanges } from "./list-draft.ts";

/** The button behind which what changes is seen, and done. */
export function ReviewDialog(props: {
  told: VenueNetworks;
  changes: ListChanges;
  /** The list as it is to be. */
  networks: readonly InventoryEntry[];
  /** Addresses that somebody has to look at: suspects, and what came later. */
  marked: ReadonlySet<string>;
  isOff: boolean;
  onDone: () => void;
}) {
  const { told, changes, networks, marked, isOff, onDone } = props;
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const set = useSetVenueNetworks(told.venueId);
  const doubtful = changes.added.filter(({ bssid }) => marked.has(bssid)).length;
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (open) set.reset();
      }}
    >
      <Dialog.Trigger className="button primary" disabled={isOff}>
        {t("networks.review")}
      </Dialog.Trigger>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog review">
          <Dialog.Title>{t("networks.reviewTitle")}</Dialog.Title>
          <Dialog.Description className="small muted">
            {t("networks.reviewMore", { n: networks.length })}
          </Dialog.Description>
          {doubtful > 0 && (
            <p className="note" role="alert">
              {t("networks.doubtful", { n: doubtful })}
            </p>
          )}
          <Part title={t("networks.added", { n: changes.added.length })} sign="+">
            {changes.added.map((entry) => (
              <li key={entry.bssid}>
                <Entry entry={entry} />
                {marked.has(entry.bssid) && <strong className="suspected"> {t("networks.look")}</strong>}
              </li>
            ))}
          </Part>
          <Part title={t("networks.removed", { n: changes.removed.length })} sign="−">
            {changes.removed.map((entry) => (
              <li key={entry.bssid}>
                <Entry entry={entry} />
              </li>
            ))}
          </Part>
          <Part title={t("networks.changed", { n: changes.changed.length })} sign="→">
            {changes.changed.map(({ before, after }) => (
              <li key={after.bssid}>
                <Entry entry={before} /> → <Entry entry={after} />
              </li>
            ))}
          </Part>
          <FormFailure failure={set.error} />
          <div className="row-of-buttons">
            <button
              type="button"
              className="button primary"
              disabled={set.isPending}
              onClick={() =>
                set.mutate(
                  { networks, revision: told.revision },
                  {
                    onSuccess: () => {
                      setOpen(false);
                      onDone();
                    },
                  },
                )
              }
            >
              {t("networks.confirm")}
            </button>
            <Dialog.Close className="button" disabled={set.isPending}>
              {t("networks.notYet")}
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Part({ title, sign, children }: { title: string; sign: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section>
      <h3>
        <span aria-hidden="true">{sign} </span>
        {title}
      </h3>
      <ul className="small">{children}</ul>
    </section>
  );
}

/** What the list says, or would say, of one address. */
function Entry({ entry: { bssid, ssid, channel, security } }: { entry: InventoryEntry }) {
  const { t, code } = useText();
  return (
    <span>
      {ssid !== undefined && <NetworkName hex={ssid} max={32} />} <span className="mono">{bssid}</span>{" "}
      <span className="muted">
        {security === undefined ? t("networks.securityUnsaid") : code("networkSecurity", security)}
        {channel !== undefined && ` · ${t("networks.listedChannel", { channel: channel })}`}
      </span>
    </span>
  );
}
