import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { venues } from "../../dashboard/dev/fixture-data.ts";
import { DRAWN_FLOOR, FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

describe.skipIf(missing(CHROMIUM))("a plan on which somebody draws (needs chromium)", () => {
  let server: FixtureServer;
  let address: string;
  let page: Page;
  let end: MadeUp["end"];
  beforeEach(async () => {
    server = new FixtureServer("full");
    ({ address, page, end } = await madeUp(server));
  });
  afterEach(() => end());
  const open = async (): Promise<void> => {
    await page.goto(`${address}/venue/venue-demo/floor-b1/draw`);
    await page.getByRole("heading", { name: "绘制与摆放" }).waitFor();
    await page.locator(".plan-mark").first().waitFor();
  };
  const kept = () => server.drawings.get(DRAWN_FLOOR)!.drawing;
  const tool = (name: string) => page.getByRole("button", { name, exact: true });
  const save = () => tool("保存").click();
  /** Where a place of the floor (60 × 40 m) is on the screen. */
  const at = async (x: number, y: number): Promise<[number, number]> => {
    const box = (await page.locator("path.floor-edge").boundingBox())!;
    return [box.x + (box.width * x) / 60, box.y + (box.height * y) / 40];
  };
  const tap = async (x: number, y: number): Promise<void> => page.mouse.click(...(await at(x, y)));

  test("a wall is tapped point by point, straightened, undone, done again and saved over what was read", async () => {
    await open();
    await tool("画墙").click();
    await tap(5, 30);
    await tap(15, 30.4);
    await tap(15, 36);
    await tool("完成这条线").click();
    await page.getByText("墙画好了，还没有保存").waitFor();
    expect(server.changes).toEqual([]);
    await tool("撤销").click();
    await page.getByRole("heading", { name: "墙 2" }).waitFor();
    await tool("重做").click();
    await page.getByRole("button", { name: "墙 3 · 砖墙", exact: true }).click();
    await page.getByLabel("材料").selectOption({ label: "混凝土" });
    await save();
    await expect.poll(() => kept().walls.length).toBe(3);
    const [from, bend, to] = kept().walls[2]!.points;
    expect([bend![1], to![0]]).toEqual([from![1], bend![0]]);
    expect(kept().walls[2]!.lossDb).toBe(13);
    await expect.poll(() => tool("保存").isDisabled()).toBe(true);
  });

  test("a private zone is drawn with the keyboard alone, and one that crosses itself is not taken", async () => {
    await open();
    await tool("画私密区域").focus();
    await page.keyboard.press("Enter");
    await page.locator(".plan-map").focus();
    const corner = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
      await page.keyboard.press("Enter");
    };
    // The cross begins in the middle of the floor.
    await corner("ArrowLeft");
    await corner("Shift+ArrowRight");
    await corner("Shift+ArrowDown");
    await corner("Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowUp", "Shift+ArrowUp", "Shift+ArrowUp");
    await page.keyboard.press("Enter");
    await page.getByText("边线自相交叉").waitFor();
    await page.keyboard.press("Backspace");
    await tool("完成这条线").focus();
    await page.keyboard.press("Enter");
    await page.getByText("区域画好了，还没有保存").waitFor();
    await page.getByLabel("房间类型").selectOption({ label: "浴室" });
    await page.getByLabel("名称（可不填）").fill("员工淋浴间");
    await page.getByLabel("名称（可不填）").blur();
    await save();
    await expect.poll(() => kept().zones.length).toBe(3);
    expect(kept().zones[2]).toEqual({
      kind: "bathroom",
      name: "员工淋浴间",
      corners: [
        [30, 20],
        [35, 20],
        [35, 25],
      ],
    });
    expect(await seriousFaults(page)).toEqual([]);
  });

  test("whoever was slower is told, loads what the other drew, and finds the own drawing behind undo", async () => {
    await open();
    const { drawing } = server.drawings.get(DRAWN_FLOOR)!;
    server.drawings.set(DRAWN_FLOOR, { drawing: { ...drawing, walls: [] }, version: 7 });
    await page.getByRole("button", { name: /^删除：试衣间/ }).click();
    await save();
    await page.getByText("别人在此期间改动过").waitFor();
    expect(kept().walls).toEqual([]);
    expect(kept().zones.length).toBe(2);
    await page.getByRole("button", { name: "载入别人的改动" }).click();
    await page.getByRole("heading", { name: "墙 0" }).waitFor();
    await tool("撤销").click();
    await page.getByRole("heading", { name: "墙 2" }).waitFor();
    await save();
    await expect.poll(() => [kept().walls.length, kept().zones.length]).toEqual([2, 1]);
  });

  test("a sensor is dragged to its place, put back by undo, moved by arrows, and sent with where it was", async () => {
    await open();
    const mark = page.getByRole("button", { name: "中庭 Atrium，可以拖动" });
    const placeOf = async (): Promise<[number, number]> => {
      const box = (await mark.boundingBox())!;
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const before = await placeOf();
    await page.mouse.move(...before);
    await page.mouse.down();
    await page.mouse.move(before[0] + 40, before[1] + 30, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => Math.round((await placeOf())[0] - before[0])).toBeGreaterThan(30);
    await tool("撤销").click();
    await expect.poll(async () => Math.round((await placeOf())[0] - before[0])).toBe(0);
    await mark.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowUp");
    await save();
    await expect.poll(() => server.changes.length).toBe(1);
    const [, path, body] = /^PUT (\S+) (.*)$/s.exec(server.changes[0]!) ?? [];
    expect(path).toBe("/api/sensors/sensor-atrium/place");
    expect(JSON.parse(body!)).toEqual({
      floorId: "floor-b1",
      position: { x: 30.5, y: 17 },
      before: { floorId: "floor-b1", position: { x: 30, y: 22 } },
    });
  });

  test("on a phone a camera without a place is chosen in the list and tapped to where it hangs", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open();
    await page.getByRole("button", { name: "127.0.0.3（还没有位置）" }).click();
    await page.locator(".plan-map").scrollIntoViewIfNeeded();
    await tap(30, 30);
    await save();
    await expect.poll(() => kept().cameras.map(({ cameraId }) => cameraId)).toContain("camera-three");
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBeLessThanOrEqual(0);
  });

  test("what was drawn and not saved is not left without asking, by a button, a link, the browser's back or Esc", async () => {
    await page.goto(`${address}/venue/venue-demo/floor-b1`);
    await page.getByRole("link", { name: "绘制与摆放" }).click();
    await page.locator(".plan-mark").first().waitFor();
    await page.getByRole("button", { name: /^删除：试衣间/ }).click();
    const asked = page.getByRole("dialog", { name: "还有没保存的改动" });
    const ways: (() => Promise<unknown>)[] = [
      () => tool("返回").click(),
      () => page.getByRole("link", { name: "今日" }).click(),
      () => page.goBack({ timeout: 1_000 }).catch(() => undefined),
      () => page.locator("h1").press("Escape"),
    ];
    for (const way of ways) {
      await way();
      await asked.waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "留在这里" }).click();
      await asked.waitFor({ state: "detached" });
      await expect.poll(() => new URL(page.url()).pathname).toMatch(/\/draw$/);
    }
    expect(server.changes).toEqual([]);
    await tool("返回").click();
    await page.getByRole("button", { name: "保存并离开" }).click();
    await page.waitForURL("**/venue/venue-demo/floor-b1");
    expect(kept().zones.map(({ kind }) => kind)).toEqual(["toilet"]);
    // Nothing is left to ask of.
    await page.getByRole("link", { name: "绘制与摆放" }).click();
    await page.locator(".plan-mark").first().waitFor();
    await tool("返回").click();
    await page.waitForURL("**/venue/venue-demo/floor-b1");
  });

  test("who leaves without saving leaves nothing behind, and who cannot save stays and is told", async () => {
    await open();
    await page.getByRole("button", { name: /^删除：试衣间/ }).click();
    const { drawing } = server.drawings.get(DRAWN_FLOOR)!;
    server.drawings.set(DRAWN_FLOOR, { drawing, version: 7 });
    await tool("返回").click();
    await page.getByRole("button", { name: "保存并离开" }).click();
    await page.getByText("别人在此期间改动过").waitFor();
    await tool("返回").click();
    await page.getByRole("button", { name: "不保存，离开" }).click();
    await page.waitForURL("**/venue/venue-demo/floor-b1");
    expect(kept().zones.length).toBe(2);
  });

  test("a venue without a plan shows its sensors and the one button that is needed", async () => {
    server.long.set(
      "/api/venues",
      venues.map((venue) => ({ ...venue, floors: [] })),
    );
    await page.goto(`${address}/venue/venue-demo`);
    await page.getByRole("heading", { name: "传感器 6 台" }).waitFor();
    await expect.poll(() => page.locator("main button").allTextContents()).toEqual(["添加平面图"]);
    expect(await seriousFaults(page)).toEqual([]);
  });

  test("the layer of cameras says which hang in a private zone, for a person to check", async () => {
    await page.goto(`${address}/venue/venue-demo/floor-b1?layers=cameras`);
    await page.getByText("私密区域 2 处").waitFor();
    await page.getByText("其中有摄像头 1 台：请到现场核查").waitFor();
    await page.getByText("1 台摄像头没有标出位置").waitFor();
    await page.getByRole("link", { name: "在“试衣间”内：请到现场核查" }).waitFor();
    await page.getByRole("button", { name: "在私密区域内" }).click();
    await page.waitForURL("**/cameras/camera-one");
  });

  test("the layer of coverage has its shares, and proposes where the next sensor would do most", async () => {
    await page.goto(`${address}/venue/venue-demo/floor-b1?layers=coverage`);
    await page.getByText(/^1 台听到 \d+%$/).waitFor();
    await page.getByText(/^3 台以上 \d+%$/).waitFor();
    await page.getByText(/建议在“\+”处（距左边 \d+ 米、距上边 \d+ 米）加一台传感器/).waitFor();
    await expect.poll(() => page.locator(".next-sensor").count()).toBe(1);
  });
});
