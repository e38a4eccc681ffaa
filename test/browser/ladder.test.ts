// The technician's page in a browser: gloves, a connection that comes and goes, a camera.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import encodeQR from "qr";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkPhoto } from "../../collector/src/sensors/setup/check-photo.ts";
import { segment } from "../../collector/src/sensors/setup/test-jpeg.ts";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { signOf } from "../../dashboard/src/screens/ladder/code-text.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { launched } from "./launched.ts";

/** One picture of a film without colours (YUV4MPEG2), in which somebody holds the sign before the camera. */
function filmOf(sign: string): Buffer {
  const [width, height] = [640, 480];
  const cells = encodeQR(sign, "raw", { scale: 6 });
  const luma = Buffer.alloc(width * height, 235);
  const [left, top] = [Math.floor((width - cells.length) / 2), Math.floor((height - cells.length) / 2)];
  cells.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (isDark) luma[(top + y) * width + left + x] = 16;
    }),
  );
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}

describe.skipIf(missing(CHROMIUM))("on the ladder (needs chromium)", () => {
  const folder = mkdtempSync(join(tmpdir(), "pw-ladder-"));
  const film = join(folder, "sign.y4m");
  let browser: Browser;
  let server: FixtureServer;
  let address: string;
  let page: Page;
  beforeAll(async () => {
    writeFileSync(film, filmOf(signOf("https://collector.example:8443", "K7QM-2TRX")));
    browser = await launched([
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}`,
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    server = new FixtureServer();
    server.person = "王敏";
    server.roles = ["technician"];
    address = await server.start();
    page = await browser.newPage({ viewport: { width: 360, height: 740 }, locale: "zh-CN", hasTouch: true });
  });
  afterEach(async () => {
    await page.close();
    await server.stop();
  });
  const changes = (): string[] => server.changes.map((line) => line.slice(0, 120));

  test("who only puts sensors up begins there, and everything that is pressed is made for gloves", async () => {
    await page.goto(address);
    await page.locator(".ladder-list li").first().waitFor();
    for (const path of ["/ladder", "/ladder/sensor-door-3"]) {
      await page.goto(address + path);
      await page.locator(".ladder :is(.ladder-list, .hearing-now, optgroup)").first().waitFor({ state: "attached" });
      const low = await page
        .locator(".ladder :is(button, .button, select, input:not([type=file]), .ladder-list a)")
        .evaluateAll((all) =>
          all
            .filter((one) => !one.closest(".plan"))
            .map((one) => ({ words: one.textContent, height: one.getBoundingClientRect().height }))
            .filter(({ height }) => height < 48),
        );
      expect(low, path).toEqual([]);
    }
  });

  test("the camera reads the sign on the box, and what is pressed then claims it", async () => {
    await page.goto(`${address}/ladder`);
    await page.getByRole("button", { name: "用相机扫描" }).click();
    await expect.poll(() => page.getByLabel("认领码", { exact: true }).inputValue()).toBe("K7QM-2TRX");
    await page.getByRole("button", { name: "认领", exact: true }).click();
    await expect.poll(changes).toEqual(['POST /api/setups/claim {"code":"K7QM-2TRX"}']);
  });

  test("what was said of a mistyped code goes with the next, and does not stand as its answer", async () => {
    await page.route(
      "**/api/setups/claim",
      (route) =>
        route.fulfill({ status: 409, json: { code: "no-such-code", detail: "no sensor waits for it", id: "a" } }),
      { times: 1 },
    );
    await page.goto(`${address}/ladder`);
    const code = page.getByLabel("认领码", { exact: true });
    await code.fill("AAAA-BBBB");
    await page.getByRole("button", { name: "认领", exact: true }).click();
    await page.getByText("认领 · AAAA-BBBB").waitFor();
    await code.fill("K7QM-2TRX");
    await page.getByRole("button", { name: "认领", exact: true }).click();
    await expect.poll(changes).toEqual(['POST /api/setups/claim {"code":"K7QM-2TRX"}']);
    await page.getByText("认领 · AAAA-BBBB").waitFor({ state: "detached" });
  });

  test("a sign that the phone's own camera opened has filled the code in, and claims nothing by itself", async () => {
    await page.goto(signOf(address, "K7QM-2TRX"));
    await expect.poll(() => page.getByLabel("认领码", { exact: true }).inputValue()).toBe("K7QM-2TRX");
    expect(changes()).toEqual([]);
  });

  test("a name and a tap on the plan wait through a lost connection, outlive the page, and are done once", async () => {
    await page.goto(`${address}/ladder/sensor-door-3`);
    await page.locator(".ladder-plan .plan-mark").waitFor();
    await page.context().setOffline(true);
    await page.getByRole("textbox", { name: "名称", exact: true }).fill("三号门梁上");
    await page.locator(".ladder-plan .plan-map").click({ position: { x: 160, y: 200 } });
    await page.getByRole("button", { name: "保存名称和位置" }).click();
    await page.getByText("2 项操作保存在本机").waitFor();
    expect(await page.locator(".queue-note").textContent()).toContain("现在连不上服务器");
    expect(changes()).toEqual([]);
    // Another page of the same phone: nothing is left but what the browser keeps.
    await page.goto("about:blank");
    await page.context().setOffline(false);
    await page.goto(`${address}/ladder`);
    // What was not answered is sent again, and the collector does it once: `before` is not what it knows any more, and the name is there.
    const told = (): string[] => [...new Set(server.changes)];
    await expect.poll(told).toHaveLength(2);
    await expect.poll(() => page.locator(".queue-note .stale").count()).toBe(0);
    const [name, place] = told();
    expect(name).toBe('PUT /api/sensors/sensor-door-3/name {"name":"三号门梁上","before":"三号门 Door 3"}');
    expect(place).toMatch(
      /^PUT \/api\/sensors\/sensor-door-3\/place \{"floorId":"floor-b1","position":\{"x":[\d.]+,"y":/,
    );
    await page.reload();
    await page.locator(".ladder-list li").first().waitFor();
    expect(told()).toHaveLength(2);
  });

  test("a photo is sent as pixels alone", async () => {
    await page.goto(`${address}/ladder/sensor-door-3`);
    const picture = await page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [3000, 2000];
      canvas.getContext("2d")!.fillRect(10, 10, 900, 900);
      return canvas.toDataURL("image/jpeg").split(",")[1]!;
    });
    const plain = Buffer.from(picture, "base64");
    const exif = Buffer.concat([
      plain.subarray(0, 2),
      segment(0xe1, Buffer.from("Exif\0\0place and time")),
      plain.subarray(2),
    ]);
    expect(() => checkPhoto(exif)).toThrow();
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: exif });
    await expect.poll(() => server.changes.length).toBe(1);
    const body = JSON.parse(server.changes[0]!.replace(/^PUT \S+ /, "")) as { image: string; before: null };
    const sent = Buffer.from(body.image, "base64");
    expect(checkPhoto(sent)).toEqual({ width: 1280, height: 853 });
    expect([sent.includes("Exif"), sent.includes("place and time"), body.before]).toEqual([false, false, null]);
    await page.locator("input[type=file]").setInputFiles({
      name: "broken.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from("no picture"),
    });
    await page.getByText("这个文件不能用作照片").waitFor();
  });

  test("the walk test: a chosen access point is asked for while somebody looks, its level stands large and beeps, and is the proof", async () => {
    const asked = () => server.changes.filter((line) => line.includes("/hearing"));
    await page.goto(`${address}/ladder/sensor-door-3`);
    const which = page.getByRole("combobox", { name: "听什么" });
    await page.locator("optgroup option").first().waitFor({ state: "attached" });
    await which.selectOption({ index: 1 });
    const now = page.locator(".hearing-now");
    await expect.poll(() => now.innerText()).toMatch(/−47\s*dBm[\s\S]*现在听得到/);
    // It is asked again by itself.
    await expect.poll(() => asked().length).toBeGreaterThan(1);
    const beep = page.getByRole("button", { name: "提示音：越近越急" });
    await beep.click();
    await page.getByRole("button", { name: "关闭提示音", pressed: true }).click();
    await page.getByRole("button", { name: "确认它能听到" }).click();
    const proof = () => server.changes.find((line) => line.includes("/heard")) ?? "";
    await expect.poll(proof).toContain(`"askId":"${server.hearing.askId}"`);

    // One's own hotspot, by its address; nothing is asked before it is one.
    server.hearing = { askId: "h-other", state: "not-heard", level: { frames: 0 } };
    await which.selectOption("other");
    const before = asked().length;
    await page.getByRole("textbox", { name: "地址（BSSID）" }).fill("3E-11-22-33-44");
    await page.waitForTimeout(300);
    expect(asked()).toHaveLength(before);
    await page.getByRole("textbox", { name: "地址（BSSID）" }).fill("3E-11-22-33-44-55");
    await now.getByText("十秒内没有听到").waitFor();
    expect(asked().at(-1)).toContain('{"transmitter":"3e:11:22:33:44:55"}');
    expect(await page.getByRole("button", { name: "确认它能听到" }).isDisabled()).toBe(true);
    // Who goes on stops asking.
    await page.goto(`${address}/ladder`);
    await page.locator(".ladder-list li").first().waitFor();
    const after = asked().length;
    await page.waitForTimeout(4_000);
    expect(asked()).toHaveLength(after);
  });
});
