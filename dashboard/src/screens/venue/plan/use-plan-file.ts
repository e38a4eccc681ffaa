import { useEffect, useRef, useState } from "react";
import { drawPlan, isPdf, MOST_FILE_BYTES, drawnFrom, type DrawnPlan } from "./drawn-plan.ts";
import type { OpenPdf } from "./open-pdf.ts";
import { PlanFileError, type PlanFault } from "./plan-file-error.ts";

/** The plan that is being made of a file: an image, or a page of a PDF, of which the reader is loaded when the first one comes. */
export function usePlanFile() {
  const [drawn, setDrawn] = useState<DrawnPlan & { url: string }>();
  const [fault, setFault] = useState<PlanFault>();
  const [isBusy, setBusy] = useState(false);
  const [pages, setPages] = useState({ count: 1, page: 1 });
  const pdf = useRef<OpenPdf>(undefined);
  // What was chosen last counts, whichever is drawn first.
  const turn = useRef(0);
  useEffect(() => {
    if (drawn === undefined) return undefined;
    return () => URL.revokeObjectURL(drawn.url);
  }, [drawn]);
  useEffect(
    () => () => {
      turn.current += 1;
      pdf.current?.close();
    },
    [],
  );

  const take = async (make: (isLast: () => boolean) => Promise<DrawnPlan>): Promise<void> => {
    turn.current += 1;
    const own = turn.current;
    const isLast = (): boolean => own === turn.current;
    setFault(undefined);
    setBusy(true);
    try {
      const plan = await make(isLast);
      if (isLast()) setDrawn({ ...plan, url: URL.createObjectURL(plan.png) });
    } catch (error) {
      if (!isLast()) return;
      setDrawn(undefined);
      setFault(error instanceof PlanFileError ? error.fault : "unreadable");
    } finally {
      if (isLast()) setBusy(false);
    }
  };
  return {
    drawn,
    fault,
    isBusy,
    pages,
    choose: (file: File): Promise<void> =>
      take(async (isLast) => {
        pdf.current?.close();
        pdf.current = undefined;
        setPages({ count: 1, page: 1 });
        if (!isPdf(file)) return drawPlan(file);
        if (file.size > MOST_FILE_BYTES) throw new PlanFileError("large");
        const { openPdf } = await import("./open-pdf.ts");
        const opened = await openPdf(file);
        if (!isLast()) opened.close();
        else {
          pdf.current = opened;
          setPages({ count: opened.pages, page: 1 });
        }
        return drawnFrom(await opened.draw(1));
      }),
    turnTo: (page: number): Promise<void> =>
      take(async () => {
        setPages((before) => ({ ...before, page }));
        if (pdf.current === undefined) throw new PlanFileError("unreadable");
        return drawnFrom(await pdf.current.draw(page));
      }),
  };
}
