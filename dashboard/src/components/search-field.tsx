import { useText } from "../text/text.ts";

/** The search of a list; the key `/` goes to it (see keyboard.tsx). */
export function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useText();
  return (
    <input
      className="search"
      data-search
      type="search"
      placeholder={t("look.search")}
      aria-label={t("look.search")}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
