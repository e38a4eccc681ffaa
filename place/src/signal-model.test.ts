import { describe, expect, test } from "vitest";
import { modelSignal, type MeasuredLevel } from "./signal-model.ts";

const FLOOR = { widthMetres: 60, heightMetres: 40, walls: [] };
const BOX = { x: 20, y: 15 };
const PLACES = { north: [10, 5], south: [10, 35], east: [50, 20], near: [22, 15] } as const;

/** What sensors measure of a box of −30 dBm at one metre with this exponent, two metres below them. */
const heard = (exponent: number, more: Partial<Record<string, number>> = {}): MeasuredLevel[] =>
  Object.entries(PLACES).map(([id, [x, y]]) => ({
    id,
    x,
    y,
    levelDbm: -30 - exponent * 10 * Math.log10(Math.hypot(x - BOX.x, y - BOX.y, 2)) + (more[id] ?? 0),
  }));

describe("the signal of one transmitter all over its floor", () => {
  test("is loudest where it stands, falls with the distance, and is what was measured at the sensors", () => {
    const model = modelSignal(FLOOR, BOX, heard(3.3))!;
    expect(Math.abs(model.exponent - 3.3)).toBeLessThan(0.15);
    for (const [, residual] of model.residuals) expect(Math.abs(residual)).toBeLessThan(1);
    // Not at the sensor that hears it best, as a mean of what the sensors hear would have it.
    expect(model.levelAt(BOX.x, BOX.y)).toBeGreaterThan(model.levelAt(22, 15));
    const along = [0, 5, 10, 20, 30].map((metres) => model.levelAt(BOX.x + metres, BOX.y));
    expect(along.toSorted((a, b) => b - a)).toEqual(along);
  });

  test("leaves at a sensor what the others do not explain: measured less modelled", () => {
    const { residuals } = modelSignal(FLOOR, BOX, heard(3.3, { east: -12 }))!;
    expect(residuals.get("east")).toBeLessThan(-5);
    expect(Math.abs(residuals.get("near") ?? 0)).toBeLessThan(4);
  });

  test("takes what a wall takes behind it only", () => {
    const wall = { x1: 35, y1: 0, x2: 35, y2: 40, lossDb: 13 };
    const model = modelSignal({ ...FLOOR, walls: [wall] }, BOX, heard(2.8, { east: -10 }))!;
    const step = model.levelAt(34.9, 15) - model.levelAt(35.1, 15);
    expect(step).toBeGreaterThan(5);
    expect(model.levelAt(25, 15) - model.levelAt(25.2, 15)).toBeLessThan(0.5);
  });

  test("on a floor that was calibrated is as the walk found it, each sensor by its own offset", () => {
    const taught = new Map([
      [
        "2.4GHz" as const,
        {
          exponent: 2.2,
          exponentSpread: 0.02,
          wallFactor: 1,
          wallFactorSpread: 0.1,
          offsets: new Map([["near", { offsetDb: 6, variance: 0.1 }]]),
          spreadDb: 2,
          freedom: 60,
          expected: 0,
          missed: 0,
        },
      ],
    ]);
    const measured = heard(2.2, { near: 6 });
    const model = modelSignal(FLOOR, BOX, measured, { calibration: taught })!;
    expect(Math.abs(model.exponent - 2.2)).toBeLessThan(0.1);
    for (const [id, residual] of model.residuals) expect(Math.abs(residual), id).toBeLessThan(1);
    // What is believed of any floor falls faster, from the same levels.
    expect(modelSignal(FLOOR, BOX, measured)!.exponent).toBeGreaterThan(model.exponent + 0.15);
    // Of another band nothing was taught.
    expect(modelSignal(FLOOR, BOX, measured, { band: "5GHz", calibration: taught })!.exponent).toBeGreaterThan(2.35);
  });

  test("from one sensor is what is believed of boxes; from none there is none", () => {
    const model = modelSignal(FLOOR, BOX, heard(3.3).slice(0, 1))!;
    expect(model.exponent).toBeGreaterThan(2.5);
    expect(model.exponent).toBeLessThan(4.2);
    expect(modelSignal(FLOOR, BOX, [])).toBeUndefined();
  });
});
