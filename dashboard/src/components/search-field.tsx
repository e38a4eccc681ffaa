import { useText } from "../text/text.ts";

/** A finger is a coarse pointer, and comes without keys. */
const hasKeyboard = (): boolean => !matchMedia("(pointer: coarse)").matches;

/** The search of a list; the key `/` goes to it (see keyboard.tsx). */
export function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useText();
  return (
    <input
      className="search"
      data-search
      type="search"
      placeholder={t(hasKeyboard() ? "look.searchKey" : "look.search")}
      aria-label={t("look.search")}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
