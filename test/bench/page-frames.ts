import type { Page } from "playwright-core";

/** The middle one of what was measured. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Frames that the browser draws in a second while something goes on. */
export async function framesWhile(page: Page, work: () => Promise<unknown>): Promise<number> {
  // As text: what compiles this file would name the function by a helper that the page does not have.
  await page.evaluate(`(() => {
    globalThis.count = { frames: 0, on: true, from: performance.now() };
    requestAnimationFrame(function frame() {
      count.frames += 1;
      if (count.on) requestAnimationFrame(frame);
    });
  })()`);
  await work();
  return page.evaluate(() => {
    const { count } = globalThis as unknown as { count: { frames: number; on: boolean; from: number } };
    count.on = false;
    return (count.frames * 1_000) / (performance.now() - count.from);
  });
}
