import { ConfigError } from "@probewarden/cli";
import { expect, test } from "vitest";
import { checkTimeZone, isTimeZone } from "./time-zone.ts";

test("a zone of IANA is taken as it is spelt, older names included", () => {
  expect(checkTimeZone("Asia/Shanghai", "--time-zone")).toBe("Asia/Shanghai");
  expect(checkTimeZone("asia/urumqi", "--time-zone")).toBe("Asia/Urumqi");
  for (const zone of ["UTC", "PRC", "Etc/GMT-8", "America/Argentina/Buenos_Aires"])
    expect(checkTimeZone(zone, "--time-zone")).toBe(zone);
});

test.each([
  ["Beijing", "Asia/Shanghai"],
  ["Asia/Beijing", "Asia/Shanghai"],
  ["北京", "Asia/Shanghai"],
  ["UTC+8", "Asia/Shanghai"],
  ["+08:00", "Asia/Shanghai"],
  ["Hong Kong", "Asia/Hong_Kong"],
  ["Asia/Shangai", "Asia/Shanghai"],
  ["Berlin", "Europe/Berlin"],
  ["New York", "America/New_York"],
  ["", "Asia/Shanghai"],
  ["../../etc", "Asia/Shanghai"],
  ["\u202eAsia/Shanghai", "Asia/Shanghai"],
])("%j is refused, and %s suggested", (typed, meant) => {
  expect(isTimeZone(typed)).toBe(false);
  const refused = (): unknown => checkTimeZone(typed, "--time-zone");
  expect(refused).toThrow(ConfigError);
  expect(refused).toThrow(`--time-zone ${JSON.stringify(typed)}: it is no IANA time zone (did you mean ${meant}?`);
});
