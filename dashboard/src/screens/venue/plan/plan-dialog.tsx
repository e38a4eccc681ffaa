import type { Floor, Venue } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { useText } from "../../../text/text.ts";
import type { TextKey } from "../../../text/words.ts";
import { PlanForm } from "./plan-form.tsx";

/** The button that adds a plan, to a floor or with a floor of its own, and what it opens. */
export function PlanDialog({
  venue,
  floor,
  label,
  isPrimary = false,
}: {
  venue: Venue;
  /** Absent: a new one. */
  floor: Floor | undefined;
  label: TextKey;
  isPrimary?: boolean;
}) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className={isPrimary ? "button primary" : "button"}>{t(label)}</Dialog.Trigger>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog wide" aria-describedby={undefined}>
          <Dialog.Title>{t("planForm.title", { venue: venue.name })}</Dialog.Title>
          <PlanForm venue={venue} floor={floor} onDone={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
