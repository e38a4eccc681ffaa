import { useEffect, useRef } from "react";
import { isTyping } from "../../components/is-typing.ts";

/** What a key of the inbox does. */
export type InboxKey = "a" | "t" | "s" | "e" | "u" | "z" | "x" | "*";
const KEYS: ReadonlySet<string> = new Set(["a", "t", "s", "e", "u", "z", "x", "*"] satisfies InboxKey[]);

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("main [data-row]")];

/**
 * The keys of the inbox, as mail programs have them. The line is the one that has the focus; when it goes, the focus goes to the one that has
 * come into its place, so that a person can go on.
 * @param lines their ids, in order
 * @param pressed called with the line that has the focus, if one has
 */
export function useInboxKeys(
  lines: readonly string[],
  pressed: (key: InboxKey, line: string | undefined) => void,
): void {
  const latest = useRef(pressed);
  const focusedAt = useRef(-1);
  useEffect(() => {
    latest.current = pressed;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (!KEYS.has(event.key) || document.querySelector("[role=dialog]") !== null) return;
      event.preventDefault();
      const line = document.activeElement?.closest<HTMLElement>("main li[data-id]");
      latest.current(event.key as InboxKey, line?.dataset["id"]);
    };
    const onFocus = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && target.matches("main [data-row]"))
        focusedAt.current = rows().indexOf(target);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("focusin", onFocus);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("focusin", onFocus);
    };
  }, []);
  useEffect(() => {
    // Only where the focus was on a line that is gone: it is nowhere then.
    if (focusedAt.current < 0 || document.activeElement !== document.body) return;
    const all = rows();
    all[Math.min(focusedAt.current, all.length - 1)]?.focus();
  }, [lines.join(" ")]);
}
