import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useText } from "../text/text.ts";
import type { TextKey } from "../text/words.ts";
import { isTyping } from "./is-typing.ts";

const KEYS: readonly (readonly [string, TextKey])[] = [
  ["/", "keys.search"],
  ["j", "keys.next"],
  ["k", "keys.previous"],
  ["Enter", "keys.open"],
  ["Esc", "keys.back"],
  ["?", "keys.help"],
];

/** What the inbox has besides. */
const INBOX_KEYS: readonly (readonly [string, TextKey])[] = [
  ["a", "inbox.keys.acknowledge"],
  ["t", "inbox.keys.take"],
  ["s", "inbox.keys.snooze"],
  ["e", "inbox.keys.close"],
  ["u", "inbox.keys.authorise"],
  ["z", "inbox.keys.undo"],
  ["x", "inbox.keys.select"],
  ["*", "inbox.keys.selectAll"],
];

/** Moves the focus through the rows of the screen's lists. */
function moveFocus(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")].filter(
    (row) => row.offsetParent !== null,
  );
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
}

/** The page's keys, and the list of them that `?` opens. `Enter` needs none: rows are links. */
export function Keyboard() {
  const { t } = useText();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [help, setHelp] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) {
        if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
        return;
      }
      if (document.querySelector("[role=dialog]")) return;
      if (event.key === "j") moveFocus(1);
      else if (event.key === "k") moveFocus(-1);
      else if (event.key === "?") setHelp(true);
      else if (event.key === "Escape") document.querySelector<HTMLElement>("main [data-back]")?.click();
      else if (event.key === "/") document.querySelector<HTMLElement>("main [data-search]")?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate]);

  return (
    <Dialog.Root open={help} onOpenChange={setHelp}>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{t("keys.title")}</Dialog.Title>
          <dl className="facts">
            {[...KEYS, ...(pathname === "/inbox" ? INBOX_KEYS : [])].map(([key, words]) => (
              <div key={key} style={{ display: "contents" }}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(words)}</dd>
              </div>
            ))}
          </dl>
          <Dialog.Close className="button">{t("look.close")}</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
