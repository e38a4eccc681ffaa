import { useState } from "react";
import { useNavigate } from "react-router";
import { Skeleton } from "../../components/looks.tsx";
import type { Sheet } from "../../print/sheet.ts";
import { useText } from "../../text/text.ts";
import { SheetView } from "./sheet-view.tsx";
import "./print.css";

/** The paper, and what can be done with it. */
export function Paper({ sheet }: { sheet: Sheet | undefined }) {
  const { t } = useText();
  const navigate = useNavigate();
  const [state, setState] = useState<"making" | "failed">();
  if (sheet === undefined) return <Skeleton rows={8} />;
  async function keep(made: Sheet): Promise<void> {
    setState("making");
    try {
      // The library and the font come when the first PDF is wanted.
      const { pdfOf } = await import("../../print/sheet-pdf.ts");
      const address = URL.createObjectURL(await pdfOf(made));
      const link = document.createElement("a");
      link.href = address;
      link.download = `${made.file}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      setState(undefined);
    } catch {
      setState("failed");
    }
  }
  return (
    <>
      <div className="row-of-buttons">
        <button type="button" className="button plain" data-back onClick={() => void navigate(-1)}>
          ← {t("look.back")}
        </button>
        <button type="button" className="button primary" disabled={state === "making"} onClick={() => void keep(sheet)}>
          {t(state === "making" ? "print.making" : "print.pdf")}
        </button>
        <button type="button" className="button" onClick={() => print()}>
          {t("print.print")}
        </button>
        {state === "failed" && <span role="alert">{t("print.failed")}</span>}
      </div>
      <SheetView sheet={sheet} />
    </>
  );
}
