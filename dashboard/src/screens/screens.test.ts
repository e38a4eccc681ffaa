import { expect, test } from "vitest";
import { screenAt, ScreenPart, SCREENS } from "./screens.ts";

test.each([
  ["/", "today"],
  ["/inbox", "inbox"],
  ["/venue", "venue"],
  ["/venue/one", "venue"],
  ["/venue/one/floor/", "venue"],
  ["/venue/one/floor/draw", "draw"],
  ["/suspects/one", "suspect"],
  ["/ladder", "ladder"],
  ["/ladder/one", "ladder"],
  ["/cameras", "cameras"],
  ["/cameras/one", "cameras"],
  ["/settings/account", "account"],
  ["/settings/password", "password"],
] as const)("at %s stands %s", (path, name) => {
  expect(screenAt(path)).toBe(SCREENS[name]);
});

test.each(["/suspects", "/nowhere", "/venue/one/floor/draw/more", "/settings/other"])(
  "at %s stands no screen",
  (path) => {
    expect(screenAt(path)).toBeUndefined();
  },
);

test("a part is loaded once, however often it is asked for; one that failed is tried again", async () => {
  let asked = 0;
  const Screen = () => null;
  const part = new ScreenPart(async () => {
    asked += 1;
    if (asked === 1) throw new Error("gone");
    return Screen;
  });
  await expect(part.load()).rejects.toThrow("gone");
  expect(part.Screen).toBeUndefined();
  expect(await Promise.all([part.load(), part.load()])).toEqual([Screen, Screen]);
  expect([asked, part.Screen]).toEqual([2, Screen]);
});
