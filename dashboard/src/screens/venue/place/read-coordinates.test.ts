import { expect, test } from "vitest";
import { coordinatesText, readCoordinates } from "./read-coordinates.ts";

const MALL = { latitudeDegrees: 31.2304, longitudeDegrees: 121.4737 };

test.each(["31.2304, 121.4737", "31.2304，121.4737", " 31.2304 121.4737 ", "31.2304°, 121.4737°", "31.2304;121.4737"])(
  "%j is read as latitude and longitude",
  (text) => {
    expect(readCoordinates(text)).toEqual(MALL);
  },
);

test("south and west are negative, with either sign", () => {
  const rio = { latitudeDegrees: -22.9, longitudeDegrees: -43.2 };
  expect([readCoordinates("-22.9, -43.2"), readCoordinates("−22.9, −43.2")]).toEqual([rio, rio]);
});

test.each(["", "31.2304", "121.4737, 31.2304", "31.2, 181", "31.2, 121.4, 7", "north, east", "1e9, 0", "Infinity, 0"])(
  "%j is nowhere on earth",
  (text) => {
    expect(readCoordinates(text)).toBeUndefined();
  },
);

test("what is kept is shown as it can be typed", () => {
  expect(readCoordinates(coordinatesText(MALL))).toEqual(MALL);
  expect(coordinatesText(undefined)).toBe("");
});
