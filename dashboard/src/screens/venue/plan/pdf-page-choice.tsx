import { useId } from "react";
import { useText } from "../../../text/text.ts";

/** Which page of a PDF is the plan; nothing where there is one page only. */
export function PdfPageChoice({
  pages,
  page,
  onPage,
}: {
  pages: number;
  page: number;
  onPage: (page: number) => void;
}) {
  const { t } = useText();
  const id = useId();
  if (pages < 2) return null;
  return (
    <p>
      <label htmlFor={id}>{t("planForm.page", { n: pages })}</label>
      <input
        id={id}
        type="number"
        min="1"
        max={pages}
        step="1"
        value={page}
        onChange={(event) => {
          const asked = Math.round(Number(event.target.value));
          if (asked >= 1 && asked <= pages) onPage(asked);
        }}
      />
    </p>
  );
}
