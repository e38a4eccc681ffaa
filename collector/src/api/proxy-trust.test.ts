import { afterEach, describe, expect, test } from "vitest";
import { makeApp, type AppFixture } from "./app-fixture.ts";
import { proxyTrust } from "./proxy-trust.ts";

const PROXY = "10.0.0.5";
let fixture: AppFixture | undefined;
afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

/** Guesses a password once: from whom the connection comes, what it says of who stands behind. */
async function guess(
  from: string,
  says: Record<string, string>,
  password = "wrong password",
): Promise<{ status: number; cookies: string[] }> {
  const scheme = says["x-forwarded-proto"] ?? "http";
  const answer = await fixture?.app.inject({
    method: "POST",
    url: "/api/session",
    remoteAddress: from,
    headers: { host: "localhost", origin: `${scheme}://localhost`, ...says },
    payload: { name: "li", password },
  });
  return { status: answer?.statusCode ?? 0, cookies: [answer?.headers["set-cookie"] ?? []].flat() };
}
const statuses = async (times: number, one: (index: number) => ReturnType<typeof guess>): Promise<number[]> => {
  const all: number[] = [];
  for (let index = 0; index < times; index += 1) all.push((await one(index)).status);
  return all;
};

describe("who asks", () => {
  test("is whom the connection comes from, whatever it says, when no proxy is trusted", async () => {
    fixture = await makeApp();
    const answers = await statuses(5, (index) => guess("198.51.100.7", { "x-forwarded-for": `203.0.113.${index}` }));
    expect(answers).toEqual([401, 401, 401, 401, 429]);
  });

  test("is whom our proxy names: one visitor's guesses count against nobody else behind it", async () => {
    fixture = await makeApp({ trustProxy: [PROXY] });
    const visitor = (address: string) => () => guess(PROXY, { "x-forwarded-for": address });
    expect(await statuses(5, visitor("198.51.100.7"))).toEqual([401, 401, 401, 401, 429]);
    expect(await statuses(1, visitor("198.51.100.8"))).toEqual([401]);
  });

  test("is not whom a visitor names who writes into the header before our proxy does", async () => {
    fixture = await makeApp({ trustProxy: [PROXY] });
    const lies = (index: number) => guess(PROXY, { "x-forwarded-for": `127.0.0.1, 203.0.113.${index}, 198.51.100.7` });
    expect(await statuses(5, lies)).toEqual([401, 401, 401, 401, 429]);
  });

  test("is not whom somebody names who is no proxy of ours, nor is HTTPS believed of him", async () => {
    fixture = await makeApp({ trustProxy: [PROXY] });
    await fixture.accounts.create("li", "a right long password");
    const lies = (index: number) => guess("198.51.100.7", { "x-forwarded-for": `203.0.113.${index}` });
    expect(await statuses(5, lies)).toEqual([401, 401, 401, 401, 429]);
    // His page's origin would have to be https, and is not the one that this connection has.
    expect((await guess("198.51.100.9", { "x-forwarded-proto": "https" })).status).toBe(403);
  });

  test("gets a Secure cookie when the proxy says that he came by HTTPS, and none when he did not", async () => {
    fixture = await makeApp({ trustProxy: ["10.0.0.0/24"] });
    await fixture.accounts.create("li", "a right long password");
    const sign = (says: Record<string, string>) =>
      guess(PROXY, { "x-forwarded-for": "198.51.100.7", ...says }, "a right long password");
    const secure = await sign({ "x-forwarded-proto": "https" });
    expect(secure.status).toBe(200);
    expect(secure.cookies.find((text) => text.startsWith("__Host-pw_session="))).toMatch(/; Secure/);
    const plain = await sign({ "x-forwarded-proto": "http" });
    expect(plain.cookies.find((text) => text.startsWith("pw_session="))).not.toMatch(/; Secure/);
  });

  test("is named by the last of so many proxies where their number is given", async () => {
    fixture = await makeApp({ trustProxy: 2 });
    const lies = (index: number) =>
      guess("10.9.9.9", { "x-forwarded-for": `203.0.113.${index}, 198.51.100.7, 10.8.8.8` });
    expect(await statuses(5, lies)).toEqual([401, 401, 401, 401, 429]);
  });
});

test("a proxy is known by its address, however the system spells it", () => {
  const isProxy = proxyTrust([PROXY, "10.1.0.0/16", "2001:db8::/32"]);
  const known = [PROXY, `::ffff:${PROXY}`, "10.1.255.1", "2001:db8:1::5"];
  expect(known.map((address) => isProxy(address, 0))).toEqual([true, true, true, true]);
  const others = ["10.0.0.6", "10.2.0.1", "2001:db9::1", "", "localhost", "unknown"];
  expect(others.map((address) => isProxy(address, 0))).toEqual(others.map(() => false));
});

test.each(["nginx", "10.0.0", "10.0.0.5/", "10.0.0.5/33", "10.0.0.0/8/8", "::/0", "0.0.0.0/0", "", "10.0.0.5:443"])(
  "%j is refused as a proxy",
  (entry) => {
    expect(() => proxyTrust([entry])).toThrow(RangeError);
  },
);
