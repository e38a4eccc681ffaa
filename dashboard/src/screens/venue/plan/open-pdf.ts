import { AnnotationMode, getDocument, PDFWorker, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist";
// oxlint-disable-next-line import/default -- Vite makes the default export of what is imported as a worker.
import PdfThread from "pdfjs-dist/build/pdf.worker.min.mjs?worker";
import { PlanFileError } from "./plan-file-error.ts";

/** Pages among which somebody still finds the one that is the plan. */
const MOST_PAGES = 500;
/** Side of the picture that is made of a page: what a plan may have. */
const MOST_SIDE = 4_096;
/** Pixels of one image in the file: a sheet of A1 scanned at 300 dots an inch has two thirds of it. Larger ones are left out. */
const MOST_IMAGE_PIXELS = 100_000_000;
/** After this long a file is taken to be made to keep us busy. */
const DEADLINE_MS = 30_000;

/** A PDF whose pages can be drawn. */
export interface OpenPdf {
  pages: number;
  /** Draws a page, counted from 1, as large as a plan may be. @throws PlanFileError */
  draw: (page: number) => Promise<HTMLCanvasElement>;
  /** Ends the thread that reads it. */
  close: () => void;
}

/**
 * Opens a PDF in a thread of its own. Nothing in it runs: no script, no form, no evaluated code, no font that the browser would load.
 * @throws PlanFileError
 */
export async function openPdf(file: File): Promise<OpenPdf> {
  const data = new Uint8Array(await file.arrayBuffer());
  const thread = new PdfThread();
  const task = getDocument({
    data,
    // Its types know of no port but none.
    worker: new PDFWorker({ port: thread as unknown as null }),
    isEvalSupported: false,
    enableXfa: false,
    // Its letters are drawn as outlines: the page's policy lets no font in, and none is needed.
    disableFontFace: true,
    useWasm: false,
    useWorkerFetch: false,
    maxImageSize: MOST_IMAGE_PIXELS,
    verbosity: 0,
  });
  const close = (): void => {
    thread.terminate();
    void task.destroy().catch(() => undefined);
  };
  try {
    const pdf = await inTime(task.promise);
    if (pdf.numPages > MOST_PAGES) throw new PlanFileError("pages");
    return { pages: pdf.numPages, draw: (page) => drawPage(pdf, page, close), close };
  } catch (error) {
    close();
    throw asFault(error);
  }
}

async function drawPage(pdf: PDFDocumentProxy, number: number, close: () => void): Promise<HTMLCanvasElement> {
  try {
    return await inTime(pdf.getPage(number).then(drawn));
  } catch (error) {
    // A thread that does not answer is ended with its file.
    if (error instanceof PlanFileError && error.fault === "slow") close();
    throw asFault(error);
  }
}

async function drawn(page: PDFPageProxy): Promise<HTMLCanvasElement> {
  const whole = page.getViewport({ scale: 1 });
  const scale = MOST_SIDE / Math.max(whole.width, whole.height);
  const viewport = page.getViewport({ scale: Number.isFinite(scale) ? scale : 0 });
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  // A page without an area, or a line of one.
  if (!(canvas.width >= 1 && canvas.height >= 1)) throw new PlanFileError("unreadable");
  await page.render({ canvas, viewport, annotationMode: AnnotationMode.DISABLE, background: "white" }).promise;
  page.cleanup();
  return canvas;
}

const asFault = (error: unknown): PlanFileError => {
  if (error instanceof PlanFileError) return error;
  // The library does not export this class; its name is part of what it documents.
  const isEncrypted = error instanceof Error && error.name === "PasswordException";
  return new PlanFileError(isEncrypted ? "encrypted" : "unreadable", { cause: error });
};

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PlanFileError("slow")), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
