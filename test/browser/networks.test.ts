import type { BrowserContextOptions, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { manyNetworks, networks } from "../../dashboard/dev/fixture-networks.ts";
import { FixtureServer } from "../../dashboard/dev/fixture-server.ts";
import { CHROMIUM, missing } from "../road/needs.ts";
import { seriousFaults } from "./axe.ts";
import { madeUp, type MadeUp } from "./made-up.ts";

const PATH = "/networks/venue-demo";
const [FIRST, SECOND] = networks.networks;
const SUSPECT = "02:00:00:5e:01:10";

let server: FixtureServer;
let address: string;
let page: Page;
let end: MadeUp["end"];

async function open(path = PATH, options: BrowserContextOptions = {}): Promise<void> {
  server = new FixtureServer();
  ({ address, page, end } = await madeUp(server, options));
  await page.goto(address + path);
  await page.locator(".network-rows .network").first().waitFor();
}
const box = (bssid: string) => page.getByRole("checkbox", { name: `${bssid} 是本场所的` });
const draft = () => page.locator(".draft-bar");
const lastChange = (): unknown => {
  const [, body = "null"] = /^PUT \/api\/venues\/venue-demo\/networks (.*)$/.exec(server.changes.at(-1) ?? "") ?? [];
  return JSON.parse(body);
};

describe.skipIf(missing(CHROMIUM))("the venue's own networks (needs chromium)", () => {
  afterEach(() => end());

  test("only what is on the list is ticked; suspects and what came later are marked, and ticking all of a name leaves them out", async () => {
    await open(PATH, { viewport: { width: 1280, height: 2000 } });
    const ticked = page.locator(".network input[type=checkbox]:checked");
    await expect.poll(() => ticked.count()).toBe(networks.networks.length);
    expect(await box(SUSPECT).isChecked()).toBe(false);
    const row = page.locator(".network", { hasText: SUSPECT });
    await row.getByText("疑似仿冒网络", { exact: false }).waitFor();
    expect(await row.getByRole("link").getAttribute("href")).toBe("/suspects/suspect-karma");
    await page.getByRole("button", { name: "勾选这 2 个（不含带标记的）" }).click();
    expect(await box("02:00:00:5e:01:03").isChecked()).toBe(true);
    expect(await box(SUSPECT).isChecked()).toBe(false);
    await draft().getByText("加入 2 个，移出 0 个", { exact: false }).waitFor();
  });

  test("what changes is seen before it does, a suspect is warned of, and the whole list is sent", async () => {
    await open();
    await box(FIRST!.bssid).uncheck();
    await box(SUSPECT).check();
    const second = page.locator(".network", { hasText: SECOND!.bssid });
    await second.getByLabel(`加密方式 ${SECOND!.bssid}`, { exact: true }).selectOption("wpa3");
    expect(server.changes).toEqual([]);
    await draft().getByRole("button", { name: "核对并确认…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("偷放设备的人正希望它列在这里", { exact: false }).waitFor();
    expect(await dialog.locator("li").allInnerTexts()).toEqual([
      expect.stringContaining(SUSPECT),
      expect.stringContaining(FIRST!.bssid),
      expect.stringMatching(/没写加密方式.*→.*WPA3/s),
    ]);
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "确认，作为现用清单" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("清单已生效", { exact: false }).waitFor();
    expect(await draft().count()).toBe(0);
    expect(lastChange()).toEqual({
      networks: [
        { ...SECOND!, security: "wpa3" },
        ...networks.networks.slice(2),
        { bssid: SUSPECT, ssid: SECOND!.ssid },
      ],
    });
  });

  test("when somebody else was quicker nothing is changed, and what was ticked is held against the list as it is now", async () => {
    await open();
    await box(FIRST!.bssid).uncheck();
    await box("02:00:00:5e:01:03").check();
    // The other one has taken off the same.
    server.networks = { ...networks, revision: "b".repeat(64), networks: networks.networks.slice(1) };
    const problem = { code: "changed-meanwhile", detail: "somebody changed it meanwhile: read it again", id: "one" };
    const named: unknown[] = [];
    await page.route("**/api/venues/venue-demo/networks", async (route) => {
      if (route.request().method() !== "PUT") return route.continue();
      named.push(route.request().headers()["if-match"]);
      return named.length === 1 ? route.fulfill({ status: 412, json: problem }) : route.continue();
    });
    await draft().getByRole("button", { name: "核对并确认…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "确认，作为现用清单" }).click();
    await dialog.getByText("这里显示的已不能确认", { exact: false }).waitFor();
    expect(server.changes).toEqual([]);
    await dialog.getByRole("button", { name: "按现在的清单重新显示" }).click();
    await dialog.getByText("现在按改动后的清单显示", { exact: false }).waitFor();
    await expect.poll(() => dialog.locator("li").allInnerTexts()).toEqual([expect.stringContaining(":01:03")]);
    await dialog.getByRole("button", { name: "确认，作为现用清单" }).click();
    await draft().waitFor({ state: "detached" });
    expect(lastChange()).toEqual({
      networks: [...networks.networks.slice(1), { bssid: "02:00:00:5e:01:03", ssid: SECOND!.ssid }],
    });
    expect(named).toEqual([`"${"a".repeat(64)}"`, `"${"b".repeat(64)}"`]);
  });

  test("what somebody else took off while it was edited stays off, and it is said before anything is sent", async () => {
    await open();
    const first = page.locator(".network", { hasText: FIRST!.bssid });
    await first.getByLabel("加密方式").selectOption("wpa3");
    await box("02:00:00:5e:01:03").check();
    server.networks = { ...networks, revision: "b".repeat(64), networks: networks.networks.slice(1) };
    // The page asks again when somebody comes back to it.
    await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await draft().getByText("你改过的 1 个已被别人移出", { exact: false }).waitFor();
    await draft().getByText(FIRST!.bssid).waitFor();
    await draft().getByText("加入 1 个，移出 0 个，修改 0 个", { exact: false }).waitFor();
    await draft().getByRole("button", { name: "核对并确认…" }).click();
    await page.getByRole("dialog").getByText("现在按改动后的清单显示", { exact: false }).waitFor();
    await page.getByRole("button", { name: "确认，作为现用清单" }).click();
    await draft().waitFor({ state: "detached" });
    expect(lastChange()).toEqual({
      networks: [...networks.networks.slice(1), { bssid: "02:00:00:5e:01:03", ssid: SECOND!.ssid }],
    });
  });

  test("a table that names a licensed device takes its licence from it neither when added nor when it replaces", async () => {
    await open(PATH, { viewport: { width: 1280, height: 2000 } });
    const licensed = networks.networks[3]!;
    await page.getByRole("button", { name: "粘贴清单…" }).click();
    await page.getByLabel("清单", { exact: true }).fill(`${licensed.bssid},,11`);
    await page.getByRole("button", { name: "加到清单" }).click();
    await draft().getByRole("button", { name: "核对并确认…" }).click();
    const line = page.getByRole("dialog").locator("li");
    expect((await line.innerText()).match(/登记为获准采集的设备/g)).toHaveLength(2);
    await page.getByRole("button", { name: "确认，作为现用清单" }).click();
    await draft().waitFor({ state: "detached" });
    expect(lastChange()).toEqual({ networks: [...networks.networks.slice(0, 3), { ...licensed, channel: 11 }] });
  });

  test("a pasted list ticks and changes nothing by itself, and what it cannot be is said with its line", async () => {
    await open(PATH, { viewport: { width: 1280, height: 2000 } });
    await page.getByRole("button", { name: "粘贴清单…" }).click();
    const dialog = page.getByRole("dialog");
    const text = dialog.getByLabel("清单", { exact: true });
    await text.fill("02:00:00:00:00:77,总台,6,wpa2\n02:00:00:00:00:78,总台,6,good");
    await dialog.getByText("第 2 行：加密方式写法不对", { exact: false }).waitFor();
    expect(await dialog.getByRole("button", { name: "加到清单" }).isDisabled()).toBe(true);
    const file = dialog.getByLabel("或者选一个文件");
    await file.setInputFiles({ name: "long.csv", mimeType: "text/csv", buffer: Buffer.alloc(512 * 1024 + 1, "\n") });
    await dialog.getByText("超过 512 KiB", { exact: false }).waitFor();
    // The name as Excel saves it in Chinese.
    const buffer = Buffer.concat([Buffer.from("02:00:00:00:00:77,"), Buffer.from("d7dccca8", "hex")]);
    await file.setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer });
    await expect.poll(() => text.inputValue()).toBe("02:00:00:00:00:77,总台");
    await text.fill("02:00:00:00:00:77,总台,6,wpa2");
    await dialog.getByText("读到 1 个接入点。").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "替换整份清单" }).click();
    await draft().getByText("加入 1 个，移出 4 个", { exact: false }).waitFor();
    await page.locator(".network.on", { hasText: "02:00:00:00:00:77" }).getByText("将加入清单").waitFor();
    expect(server.changes).toEqual([]);
    await page.getByRole("button", { name: "放弃改动" }).click();
    expect(await box(FIRST!.bssid).isChecked()).toBe(true);
  });

  test("names out of the air are shown quoted, with what is unseen written out, and are found as they are shown", async () => {
    await open();
    await page.getByRole("searchbox").fill("lam-omed");
    await page.getByText("“\\u{202e}laM-omeD<b>&amp;”").waitFor();
    expect(await page.locator(".network").count()).toBe(1);
    expect(await page.locator(".network-rows b").count()).toBe(0);
    await page.getByRole("searchbox").fill("\\xff\\xfe");
    await expect.poll(() => page.locator(".network").allInnerTexts()).toEqual([expect.stringContaining(":01:31")]);
    await page.getByRole("searchbox").fill("nobody has this");
    await page.getByText("没有符合的接入点").waitFor();
  });

  test("a name that no sensor may tell is typed by whoever ticks it", async () => {
    await open();
    await page.getByRole("searchbox").fill(":01:33");
    await box("02:00:00:5e:01:33").check();
    await page.getByLabel("网络名称").fill("总台".repeat(6));
    await page.getByText("名称最多 32 个字节", { exact: false }).waitFor();
    await page.getByLabel("网络名称").fill("总台");
    await draft().getByRole("button", { name: "核对并确认…" }).click();
    await page.getByRole("dialog").getByText("“总台”").waitFor();
  });

  test("two thousand that somebody made up are drawn a few at a time, and it is said how many stand behind them", async () => {
    await open();
    server.networks = manyNetworks;
    await page.reload();
    await page.getByText("另有 31000 个没有列出", { exact: false }).waitFor();
    expect(await page.locator(".network").count()).toBeLessThan(80);
    await page.getByText("4 个传感器都已回报", { exact: false }).waitFor();
    await page.getByRole("searchbox").fill("flood-699");
    await expect.poll(() => page.locator(".network").count()).toBe(2);
  });

  test("by keyboard: the search, from row to row, ticked and confirmed; and what is not confirmed is not left unasked", async () => {
    await open();
    await page.keyboard.press("/");
    await page.keyboard.type("demomall-staff");
    await expect.poll(() => page.locator(".network").count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await draft().getByText("移出 1 个", { exact: false }).waitFor();
    await page.getByRole("link", { name: "返回场所" }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await draft().getByRole("button", { name: "核对并确认…" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "确认，作为现用清单" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => server.changes.length).toBe(1);
  });

  test("on a phone every box and button can be hit, and what is not confirmed stands above the places at the foot", async () => {
    await open(PATH, { viewport: { width: 360, height: 740 } });
    await box(FIRST!.bssid).click();
    const [bar, places] = [await draft().boundingBox(), await page.locator("nav.places").last().boundingBox()];
    expect(bar!.y + bar!.height).toBeLessThanOrEqual(places!.y + 1);
    const least = await page
      .locator(".networks :is(button.button, .pick, select)")
      .filter({ visible: true })
      .evaluateAll((all) => Math.min(...all.map((one) => one.getBoundingClientRect().height)));
    expect(least).toBeGreaterThanOrEqual(40);
  });

  test("from a suspect's page the way leads to its addresses alone, for who may change the list", async () => {
    await open("/networks/venue-demo?suspect=suspect-karma");
    await page.getByText("只显示这个疑似设备的地址", { exact: false }).waitFor();
    expect(await page.locator(".network").count()).toBe(1);
    await page.getByRole("button", { name: "显示全部" }).click();
    await expect.poll(() => page.locator(".network").count()).toBeGreaterThan(1);
    await page.goto(`${address}/suspects/suspect-karma`);
    const way = page.getByRole("link", { name: "这其实是本场所自己的接入点？" });
    expect(await way.getAttribute("href")).toBe("/networks/venue-demo?suspect=suspect-karma");
    server.roles = ["inspector"];
    await page.reload();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("button", { name: "派人到现场" }).waitFor();
    expect(await way.count()).toBe(0);
  });

  test("who may only look sees what is on the list, and is offered nothing", async () => {
    await open();
    server.roles = ["auditor"];
    await page.reload();
    await page.getByText("你的账号可以查看，不能修改", { exact: false }).waitFor();
    await page.locator(".network.on").first().waitFor();
    expect(await page.locator(".networks :is(input[type=checkbox], select)").count()).toBe(0);
    expect(await page.getByRole("button", { name: "粘贴清单…" }).count()).toBe(0);
  });
});
