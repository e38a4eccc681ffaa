import { expect, test } from "vitest";
import { textsOf } from "./texts.ts";

const say = textsOf({ nav: { today: "Today", more: { deep: "a {{n}} of {{n}} and {{what}}" } }, plain: "plain" });

test("a text is found by its path, however deep", () => {
  expect([say("plain"), say("nav.today")]).toEqual(["plain", "Today"]);
});

test("values stand in every gap of their name, nothing in one that was not told, and none is read as a pattern", () => {
  expect(say("nav.more.deep", { n: 3, what: "$& {{n}}" })).toBe("a 3 of 3 and $& {{n}}");
  expect(say("nav.more.deep", { n: 0 })).toBe("a 0 of 0 and ");
});

test("a path that leads to no text, or through what every object has, is said itself", () => {
  for (const path of ["nav", "nav.gone", "constructor.name", "nav.today.length"]) expect(say(path)).toBe(path);
});
