import { expect, test } from "vitest";
import { leastFree } from "./least-free.ts";

const [FILE, POSTGRES, INFLUX] = ["sqlite:", "postgres://p@db.example/p", "influx://localhost:8086/p"];

test.each([
  [FILE, FILE, 7],
  [POSTGRES, FILE, 7],
  [FILE, INFLUX, 7],
  [POSTGRES, INFLUX, 0],
])("with the state at %s and the series at %s, %d of 7 octets must be free", (state, series, least) => {
  expect(leastFree({ state: { url: state }, series: { url: series }, minimumFreeBytes: 7 })).toBe(least);
});
