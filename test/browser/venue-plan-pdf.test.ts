import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { madeUp, type MadeUp } from "./made-up.ts";
import { madePdf } from "./made-pdf.ts";

/** Fills the left half of a page of 400 × 200 points with red, or with blue. */
const RED = "1 0 0 rg 0 0 200 200 re f";
const BLUE = "0 0 1 rg 0 0 200 200 re f";
const HEX = "00".repeat(32);
const ENCRYPTED = `/ID [<${"00".repeat(16)}> <${"00".repeat(16)}>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <${HEX}> /U <${HEX}> /P -4 >>`;

describe.skipIf(missing(CHROMIUM))("a plan out of a PDF (needs chromium)", () => {
  let server: FixtureServer;
  let page: Page;
  let end: MadeUp["end"];
  const complaints: string[] = [];
  const scripts: string[] = [];
  beforeEach(async () => {
    complaints.length = 0;
    scripts.length = 0;
    server = new FixtureServer("full");
    // New, for its clock is set.
    const made = await madeUp(server, {}, true);
    ({ page, end } = made);
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => request.url().endsWith(".js") && scripts.push(request.url()));
    await page.goto(`${made.address}/venue/venue-demo/floor-f1`);
    await page.getByRole("button", { name: "添加平面图" }).click();
  });
  afterEach(() => end());
  const choose = (buffer: Buffer): Promise<void> =>
    page.getByLabel("平面图文件").setInputFiles({ name: "plan.pdf", mimeType: "application/pdf", buffer });
  const shown = () => page.getByAltText("所选的平面图");
  /** Size and the colour in the left half of the picture that is shown. */
  const picture = async (): Promise<{ width: number; height: number; left: number[]; right: number[] }> => {
    await shown().waitFor();
    return shown().evaluate(async (element) => {
      const image = element as HTMLImageElement;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      const at = (share: number) => [
        ...context.getImageData(Math.round(canvas.width * share), Math.round(canvas.height / 2), 1, 1).data,
      ];
      return { width: canvas.width, height: canvas.height, left: at(0.25), right: at(0.75) };
    });
  };

  test("its page is drawn as large as a plan may be, on white, and sent as a PNG; the reader comes with the first PDF only", async () => {
    const before = scripts.length;
    await choose(madePdf([{ content: RED }], { catalog: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>" }));
    expect(await picture()).toEqual({ width: 4096, height: 2048, left: [255, 0, 0, 255], right: [255, 255, 255, 255] });
    expect(scripts.length).toBeGreaterThan(before);
    await expect.poll(() => page.getByLabel("哪一页是平面图").count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel("整张图的宽度（米）").fill("40");
    await page.getByRole("button", { name: "保存平面图" }).click();
    await expect.poll(() => server.changes.length).toBe(1);
    const plan = /"plan":"([^"]+)"/.exec(server.changes[0]!)?.[1] ?? "";
    expect(Buffer.from(plan, "base64").subarray(1, 4).toString()).toBe("PNG");
    // Nothing in it ran, and the page's policy had nothing to refuse.
    expect(complaints).toEqual([]);
  });

  test("of several pages one is chosen", async () => {
    await choose(madePdf([{ content: RED }, { content: BLUE, box: "0 0 200 400" }]));
    expect((await picture()).left).toEqual([255, 0, 0, 255]);
    await page.getByLabel("哪一页是平面图（共 2 页）").fill("2");
    await expect.poll(async () => (await picture()).width).toBe(2048);
    // A page that there is not changes nothing.
    await page.getByLabel("哪一页是平面图（共 2 页）").fill("3");
    expect((await picture()).width).toBe(2048);
  });

  test("what is encrypted, far too long, without an area or no PDF is refused in words, and the next file is taken", async () => {
    const refused: [string, Buffer][] = [
      ["这份 PDF 有密码", madePdf([{ content: RED }], { trailer: ENCRYPTED })],
      ["这份 PDF 超过 500 页", madePdf(Array.from({ length: 501 }, () => ({ content: RED })))],
      ["这个文件打不开", madePdf([{ content: RED, box: "0 0 1000000 1" }])],
      ["这个文件打不开", Buffer.from("<html>no PDF at all</html>")],
      ["这个文件打不开", Buffer.from("%PDF-1.4")],
    ];
    const isRefused = async (words: string): Promise<void> => {
      await page.getByRole("alert").filter({ hasText: words }).waitFor();
      await expect.poll(() => shown().count(), { message: words }).toBe(0);
      await expect.poll(() => page.getByRole("button", { name: "保存平面图" }).isDisabled()).toBe(true);
    };
    for (const [words, buffer] of refused) {
      await choose(madePdf([{ content: RED }]));
      await shown().waitFor();
      await choose(buffer);
      await isRefused(words);
    }
    // By its path: what is given as octets goes to the browser as text.
    const folder = mkdtempSync(join(tmpdir(), "pw-plan-"));
    writeFileSync(join(folder, "plan.pdf"), Buffer.alloc(41 * 1024 * 1024, "%PDF-1.4 "));
    await page.getByLabel("平面图文件").setInputFiles(join(folder, "plan.pdf"));
    await isRefused("文件太大");
    rmSync(folder, { recursive: true });
  });

  test("a page as large as a town is drawn no larger than a plan may be", async () => {
    await choose(madePdf([{ content: "1 0 0 rg 0 0 500000000 500000000 re f", box: "0 0 1000000000 500000000" }]));
    const { width, height } = await picture();
    expect([width, height]).toEqual([4096, 2048]);
  });

  test("a file that is still being read after half a minute is given up, with the thread that reads it", async () => {
    await page.route("**/pdf.worker*", (route) =>
      route.fulfill({ contentType: "text/javascript", body: "onmessage = () => undefined;" }),
    );
    await page.clock.install();
    await choose(madePdf([{ content: RED }]));
    await page.getByText("正在绘制").waitFor();
    await expect.poll(() => page.workers().length).toBe(1);
    await page.clock.fastForward(29_000);
    await expect.poll(() => page.getByText("画得太久", { exact: false }).count()).toBe(0);
    await page.clock.fastForward(2_000);
    await page.getByText("这一页画得太久，已停止", { exact: false }).waitFor();
    await expect.poll(() => page.workers().length).toBe(0);
    await expect.poll(() => page.getByRole("button", { name: "保存平面图" }).isDisabled()).toBe(true);
  });
});
