import type { InventoryEntry } from "@probewarden/contract";
import { NETWORK_SECURITY } from "@probewarden/contract/figures";
import { Dialog } from "radix-ui";
import { useId, useState } from "react";
import { useText } from "../../text/text.ts";
import { fileText } from "./file-text.ts";
import { MOST_CHARACTERS, pastedList, type PasteFault } from "./pasted-list.ts";

/** The button that takes a list in as text. Nothing is changed by it: what it says is ticked, for somebody to look at. */
export function PasteDialog({
  onGiven,
}: {
  onGiven: (networks: readonly InventoryEntry[], replaces: boolean) => void;
}) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [isFileTooLong, setFileTooLong] = useState(false);
  const ids = { text: useId(), found: useId(), file: useId() };
  const pasted = text.trim() === "" ? undefined : pastedList(text);
  const networks = pasted !== undefined && "networks" in pasted ? pasted.networks : undefined;
  const ofText = pasted !== undefined && "fault" in pasted ? pasted.fault : undefined;
  const fault: PasteFault | undefined = isFileTooLong ? { what: "too-long" } : ofText;
  const at = fault?.at;
  const give = (replaces: boolean): void => {
    if (networks === undefined) return;
    onGiven(networks, replaces);
    setOpen(false);
    setText("");
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className="button">{t("networks.paste")}</Dialog.Trigger>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog">
          <Dialog.Title>{t("networks.pasteTitle")}</Dialog.Title>
          <Dialog.Description className="small muted">{t("networks.pasteMore")}</Dialog.Description>
          <div className="form">
            <div className="field">
              <label htmlFor={ids.text}>{t("networks.pasteField")}</label>
              <textarea
                id={ids.text}
                className="mono"
                rows={8}
                spellCheck={false}
                aria-invalid={fault !== undefined}
                aria-describedby={ids.found}
                placeholder={"02:00:00:00:00:01, Mall Guest, 6, wpa2"}
                value={text}
                onChange={(event) => {
                  setFileTooLong(false);
                  setText(event.target.value);
                }}
              />
            </div>
            <label className="field" htmlFor={ids.file}>
              {t("networks.pasteFile")}
              <input
                id={ids.file}
                type="file"
                accept=".json,.csv,.tsv,.txt,application/json,text/csv,text/plain"
                onChange={({ target }) => {
                  const [file] = target.files ?? [];
                  if (file === undefined) return;
                  const isTooLong = file.size > MOST_CHARACTERS;
                  setFileTooLong(isTooLong);
                  if (isTooLong) setText("");
                  else void file.arrayBuffer().then((octets) => setText(fileText(octets)));
                }}
              />
            </label>
            <p id={ids.found} className="small" role="status">
              {networks !== undefined && t("networks.pasteFound", { n: networks.length })}
              {fault !== undefined && (
                <span className="strong">
                  {at !== undefined &&
                    ("entry" in at
                      ? t("networks.pasteAtEntry", { n: at.entry })
                      : t("networks.pasteAtLine", { n: at.line }))}
                  {t(`networks.pasteFault.${fault.what}`)}
                  {fault.what === "security" && <code>{NETWORK_SECURITY.join(", ")}</code>}
                </span>
              )}
            </p>
            <div className="row-of-buttons">
              <button type="button" className="button primary" disabled={!networks} onClick={() => give(false)}>
                {t("networks.pasteAdd")}
              </button>
              <button type="button" className="button" disabled={!networks} onClick={() => give(true)}>
                {t("networks.pasteReplace")}
              </button>
              <Dialog.Close className="button plain">{t("networks.notYet")}</Dialog.Close>
            </div>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
