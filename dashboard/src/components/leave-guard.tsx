import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { useBlocker } from "react-router";
import { useText } from "../text/text.ts";

/** Asks before what was not saved is left, by whichever way: a link, the browser's back, the window's end. */
export function LeaveGuard({
  isHeld,
  save,
}: {
  /** Whether something would be lost. */
  isHeld: boolean;
  /** Saves it, and says whether it is saved; absent: it cannot be kept as it is. */
  save: (() => Promise<boolean>) | undefined;
}) {
  const { t } = useText();
  const [isSaving, setSaving] = useState(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isHeld && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isHeld) return undefined;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", hold);
    return () => removeEventListener("beforeunload", hold);
  }, [isHeld]);

  const saveAndLeave = async (): Promise<void> => {
    if (save === undefined) return;
    setSaving(true);
    const isSaved = await save();
    setSaving(false);
    if (isSaved) blocker.proceed?.();
    else blocker.reset?.();
  };
  return (
    <Dialog.Root open={blocker.state === "blocked"} onOpenChange={() => blocker.reset?.()}>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog">
          <Dialog.Title>{t("leave.title")}</Dialog.Title>
          <Dialog.Description className="muted">{t("leave.more")}</Dialog.Description>
          <p className="row-of-buttons">
            {save && (
              <button type="button" className="button primary" disabled={isSaving} onClick={() => void saveAndLeave()}>
                {t("leave.save")}
              </button>
            )}
            <button type="button" className="button" disabled={isSaving} onClick={() => blocker.proceed?.()}>
              {t("leave.discard")}
            </button>
            <Dialog.Close className="button" disabled={isSaving}>
              {t("leave.stay")}
            </Dialog.Close>
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
