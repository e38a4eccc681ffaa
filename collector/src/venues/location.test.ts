import { expect, test } from "vitest";
import { columnsOf, locationOf, readLocation } from "./location.ts";

test("a location is latitude and longitude in degrees, and comes back as it was kept", () => {
  const shanghai = readLocation("31.2304, 121.4737", "--location");
  expect(shanghai).toEqual({ latitudeDegrees: 31.2304, longitudeDegrees: 121.4737 });
  expect(locationOf(columnsOf(shanghai))).toEqual(shanghai);
  expect(locationOf(columnsOf(undefined))).toBeUndefined();
  // South and west, the null island included: zero is a number and not an absence.
  expect(locationOf(columnsOf(readLocation("-33.9,-70.6", "--location")))).toBeDefined();
  expect(locationOf(columnsOf(readLocation("0,0", "--location")))).toEqual({ latitudeDegrees: 0, longitudeDegrees: 0 });
});

test.each(["", "31.2", "31.2,", ",121", "91,0", "0,181", "north,east", "1,2,3", "Infinity,0"])(
  "%j is no location, and the message says what one looks like",
  (text) => {
    expect(() => readLocation(text, "--location")).toThrow(/example: --location 31\.2304,121\.4737/);
  },
);

test("half a location, or one that somebody wrote into the table by hand, is none", () => {
  expect(locationOf({ latitude: 31, longitude: null })).toBeUndefined();
  expect(locationOf({ latitude: 400, longitude: 0 })).toBeUndefined();
});
