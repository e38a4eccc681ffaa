import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

/** A comment in a JPEG (ITU-T T.81, B.2.4.5), as a phone writes where a picture was taken. */
const COMMENT = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 16]), Buffer.from("taken at home!")]);

describe.skipIf(missing(CHROMIUM))("a plan that is added in the browser (needs chromium)", () => {
  let server: FixtureServer;
  let page: Page;
  let end: MadeUp["end"];
  beforeEach(async () => {
    server = new FixtureServer("full");
    const made = await madeUp(server);
    ({ page, end } = made);
    await page.goto(`${made.address}/venue/venue-demo/floor-f1`);
    await page.getByRole("button", { name: "添加平面图" }).click();
  });
  afterEach(() => end());

  /** A drawing of 400 × 200 pixels, made by this page. */
  const drawing = async (type: string): Promise<Buffer> =>
    Buffer.from(
      await page.evaluate(async (kind) => {
        const canvas = document.createElement("canvas");
        canvas.width = 400;
        canvas.height = 200;
        canvas.getContext("2d")!.fillRect(0, 0, 200, 100);
        const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), kind));
        return [...new Uint8Array(await blob.arrayBuffer())];
      }, type),
    );

  test("is drawn anew, scaled by two points, and sent as pixels alone", async () => {
    await page
      .getByLabel("平面图文件")
      .setInputFiles({ name: "plan.webp", mimeType: "image/webp", buffer: await drawing("image/webp") });
    const shown = page.getByAltText("所选的平面图");
    await shown.waitFor();
    const box = (await shown.boundingBox())!;
    await page.getByLabel("两点相距（米）").fill("15");
    await page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.5);
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height * 0.5);
    // Half of the width is 15 m.
    await expect
      .poll(async () => Math.round(Number(await page.getByLabel("整张图的宽度（米）").inputValue())))
      .toBe(30);
    await page.getByText("楼层大小：30 × 15 米").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "保存平面图" }).click();
    await expect.poll(() => server.changes.length).toBe(1);
    const [, method, path, body = ""] = /^(\S+) (\S+) (.*)$/s.exec(server.changes[0]!) ?? [];
    expect([method, path]).toEqual(["PUT", "/api/venues/venue-demo/floors/floor-f1"]);
    const sent = JSON.parse(body) as { plan: string; name: string };
    expect(sent.name).toBe("1F");
    expect(Buffer.from(sent.plan, "base64").subarray(1, 4).toString()).toBe("PNG");
  });

  test("a photograph loses what was written into it, and what is no image is refused in words", async () => {
    const file = page.getByLabel("平面图文件");
    await file.setInputFiles({ name: "plan.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
    await page.getByText("这不是 PNG、JPEG、WebP 或 PDF 文件").waitFor();
    await file.setInputFiles({ name: "plan.png", mimeType: "image/png", buffer: Buffer.from("no image") });
    await page.getByText("这个文件打不开").waitFor();
    const jpeg = await drawing("image/jpeg");
    const photograph = Buffer.concat([jpeg.subarray(0, 2), COMMENT, jpeg.subarray(2)]);
    await file.setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: photograph });
    await page.getByLabel("整张图的宽度（米）").fill("40");
    await page.getByRole("button", { name: "保存平面图" }).click();
    await expect.poll(() => server.changes.length).toBe(1);
    const plan = /"plan":"([^"]+)"/.exec(server.changes[0]!)?.[1] ?? "";
    expect(Buffer.from(plan, "base64").toString("latin1")).not.toContain("home");
  });
});
