import { expect, test } from "vitest";
import { drawPlan, widthFrom } from "./drawn-plan.ts";

test("two points and what lies between them are the scale, whichever way the line goes", () => {
  const image = { width: 2_000, height: 1_000 };
  // A quarter of the width: 500 pixels are 12 m.
  expect(
    widthFrom(
      [
        { x: 0.25, y: 0.5 },
        { x: 0.5, y: 0.5 },
      ],
      12,
      image,
    ),
  ).toBe(48);
  expect(
    widthFrom(
      [
        { x: 0.5, y: 1 },
        { x: 0.5, y: 0.5 },
      ],
      12,
      image,
    ),
  ).toBe(48);
  expect(
    widthFrom(
      [
        { x: 0, y: 0 },
        { x: 0.15, y: 0.4 },
      ],
      12,
      image,
    ),
  ).toBe(48);
});

test("one point twice, or no length, is no scale", () => {
  const image = { width: 2_000, height: 1_000 };
  expect(
    widthFrom(
      [
        { x: 0.5, y: 0.5 },
        { x: 0.5, y: 0.5 },
      ],
      12,
      image,
    ),
  ).toBeUndefined();
  for (const metres of [0, -1, Number.NaN])
    expect(
      widthFrom(
        [
          { x: 0, y: 0 },
          { x: 1, y: 0 },
        ],
        metres,
        image,
      ),
    ).toBeUndefined();
});

test("a file of another kind, or a very large one, is refused before it is read", async () => {
  const file = (type: string, size: number): File => ({ type, size }) as File;
  await expect(drawPlan(file("image/svg+xml", 10))).rejects.toMatchObject({ fault: "kind" });
  await expect(drawPlan(file("image/png", 50 * 1024 * 1024))).rejects.toMatchObject({ fault: "large" });
});
