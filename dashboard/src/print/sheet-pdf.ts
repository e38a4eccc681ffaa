import pdfMake from "pdfmake/build/pdfmake.min.js";
import fontFile from "./font/noto-sans-sc.otf?url";
import { inFont } from "./in-font.ts";
import type { Block, Sheet } from "./sheet.ts";

type Content = Record<string, unknown>;

/** Points (1/72 inch): A4 with a margin of 15 mm. */
const MARGIN = 42.5;
const WIDTH = 595.28 - 2 * MARGIN;
const GAP = 8;
const LINE = "#999999";
/** One file stands for all faces: size and room tell a heading, as on the screen. */
const FONT = "paper";

let font: Promise<void> | undefined;
/** Fetches the font once, from the collector; the library itself is kept from fetching anything. */
function withFont(): Promise<void> {
  font ??= (async () => {
    const answer = await fetch(fontFile);
    if (!answer.ok) throw new Error(`the font of papers: ${answer.status}`);
    pdfMake.setUrlAccessPolicy(() => false);
    pdfMake.virtualfs.writeFileSync("paper.otf", new Uint8Array(await answer.arrayBuffer()));
    pdfMake.addFonts({
      [FONT]: { normal: "paper.otf", bold: "paper.otf", italics: "paper.otf", bolditalics: "paper.otf" },
    });
  })().catch((failure: unknown) => {
    font = undefined;
    throw failure;
  });
  return font;
}

/** Makes the PDF of a paper, A4, with its pages numbered. Rejects when the font or a picture cannot be had. */
export async function pdfOf(sheet: Sheet): Promise<Blob> {
  await withFont();
  const sections = await Promise.all(
    sheet.sections.map(async ({ title, blocks }) => [
      { text: inFont(title), fontSize: 12, margin: [0, 14, 0, 4], headlineLevel: 1 },
      ...(await Promise.all(blocks.map(contentOf))),
    ]),
  );
  return pdfMake
    .createPdf({
      pageSize: "A4",
      pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN + 14],
      defaultStyle: { font: FONT, fontSize: 9, lineHeight: 1.25 },
      info: { title: sheet.title },
      // A heading does not stand alone at the foot of a page.
      pageBreakBefore: (
        node: { headlineLevel?: number },
        around: { getFollowingNodesOnPage: () => readonly unknown[] },
      ) => node.headlineLevel === 1 && around.getFollowingNodesOnPage().length === 0,
      content: [
        { text: inFont(sheet.title), fontSize: 18 },
        { text: inFont(sheet.lead), fontSize: 11, margin: [0, 2, 0, 2] },
        { text: inFont(sheet.made), color: "#444444" },
        { canvas: [{ type: "line", x1: 0, y1: 4, x2: WIDTH, y2: 4, lineWidth: 1 }] },
        ...sections.flat(),
      ],
      footer: (page: number, pages: number) => ({
        columns: [
          { text: inFont(`${sheet.title} · ${sheet.lead}`).slice(0, 110), width: "*" },
          { text: `${page} / ${pages}`, width: "auto" },
        ],
        fontSize: 8,
        color: "#444444",
        margin: [MARGIN, 10, MARGIN, 0],
      }),
    })
    .getBlob();
}

async function contentOf(block: Block): Promise<Content> {
  switch (block.kind) {
    case "text":
      return { text: inFont(block.text), margin: [0, 0, 0, 4] };
    case "facts":
      return {
        table: { widths: [120, "*"], body: block.rows.map((row) => row.map((cell) => ({ text: inFont(cell) }))) },
        layout: "noBorders",
      };
    case "table":
      return block.rows.length === 0 ? { text: inFont(block.none) } : tableOf(block);
    case "pictures":
      return picturesOf(block);
    case "signatures":
      return {
        columns: block.names.map((name) => [
          { canvas: [{ type: "line", x1: 0, y1: 44, x2: WIDTH / block.names.length - 24, y2: 44, lineWidth: 0.7 }] },
          { text: inFont(name), margin: [0, 4, 0, 0] },
        ]),
        unbreakable: true,
      };
  }
}

function tableOf({ head, rows, widths }: Extract<Block, { kind: "table" }>): Content {
  const whole = widths.reduce((sum, share) => sum + share, 0);
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: widths.map((share) => (WIDTH * share) / whole - GAP),
      body: [
        head.map((text) => ({ text: inFont(text), color: "#444444" })),
        ...rows.map((row) => row.map((text) => ({ text: inFont(text) }))),
      ],
    },
    layout: {
      hLineWidth: (row: number) => (row === 1 ? 1 : 0.4),
      hLineColor: () => LINE,
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingRight: () => GAP,
    },
  };
}

async function picturesOf({ pictures, across }: Extract<Block, { kind: "pictures" }>): Promise<Content> {
  const width = WIDTH / across - GAP;
  const cells = await Promise.all(
    pictures.map(async ({ caption, load }) => ({
      stack: [
        { image: await load(), fit: [width, across === 1 ? 320 : 200] },
        { text: inFont(caption), margin: [0, 2, 0, 8] },
      ],
      unbreakable: true,
    })),
  );
  const rows = Array.from({ length: Math.ceil(cells.length / across) }, (_, row) =>
    cells.slice(row * across, (row + 1) * across),
  );
  return {
    stack: rows.map((row) => ({
      columns: [...row, ...Array.from({ length: across - row.length }, () => ({ text: "" }))],
      columnGap: GAP,
      unbreakable: true,
    })),
  };
}
