import type { InventoryEntry } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useState, type ReactNode } from "react";
import { ApiFailure } from "../../api/client.ts";
import { useSetVenueNetworks } from "../../api/venue-networks.ts";
import { NetworkName } from "../../components/air-text.tsx";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";
import { sizeOf, type ListChanges } from "./list-draft.ts";

/** What is confirmed: it stays as it was shown, whatever is heard of the list behind it. */
interface Shown {
  revision: string;
  changes: ListChanges;
  /** The list as it is to be. */
  networks: readonly InventoryEntry[];
}

/** The button behind which what changes is seen, and done. */
export function ReviewDialog(props: {
  venueId: string;
  /** What there is to be confirmed now. */
  now: Shown;
  /** Addresses that somebody has to look at: suspects, and what came later. */
  marked: ReadonlySet<string>;
  /** What somebody else has done since the draft was begun; absent: nothing. */
  meanwhile: ReactNode;
  isOff: boolean;
  onDone: () => void;
}) {
  const { venueId, now, marked, meanwhile, isOff, onDone } = props;
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const [shown, setShown] = useState(now);
  const set = useSetVenueNetworks(venueId);
  const { changes, networks, revision } = shown;
  const doubtful = changes.added.filter(({ bssid }) => marked.has(bssid)).length;
  const isRefused = set.error instanceof ApiFailure && set.error.code === "changed-meanwhile";
  const isOld = revision !== now.revision;
  const show = (): void => {
    setShown(now);
    set.reset();
  };
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (open) show();
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
          {isOld || isRefused ? (
            <p className="note" role="alert">
              {t("networks.overtaken")}
            </p>
          ) : (
            meanwhile
          )}
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
          <FormFailure failure={isRefused ? undefined : set.error} />
          <div className="row-of-buttons">
            {isOld ? (
              <button type="button" className="button primary" disabled={set.isPending} onClick={show}>
                {t("networks.showAnew")}
              </button>
            ) : (
              <button
                type="button"
                className="button primary"
                disabled={set.isPending || isRefused || sizeOf(changes) === 0}
                onClick={() =>
                  set.mutate(
                    { networks, revision },
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
            )}
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
function Entry({ entry: { bssid, ssid, channel, security, licensed } }: { entry: InventoryEntry }) {
  const { t, code } = useText();
  return (
    <span>
      {ssid !== undefined && <NetworkName hex={ssid} max={32} />} <span className="mono">{bssid}</span>{" "}
      <span className="muted">
        {security === undefined ? t("networks.securityUnsaid") : code("networkSecurity", security)}
        {channel !== undefined && ` · ${t("networks.listedChannel", { channel: channel })}`}
        {licensed === true && ` · ${t("networks.licensed")}`}
      </span>
    </span>
  );
}
