// What the charts have in common: colours of the theme, and the hatch of what nobody listened to.
import type uPlot from "uplot";
import { shownScale } from "./shown-scale.ts";

const HATCH_STEP_PX = 6;

/** A colour of the theme as it is now. */
export const themeColour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Look of an axis. */
export const axisLook = (): uPlot.Axis => ({
  stroke: themeColour("--muted"),
  grid: { stroke: themeColour("--line"), width: 1 },
  ticks: { show: false },
  font: `${12 * shownScale()}px system-ui`,
});

/** Hatches spans (epoch milliseconds) in which nobody listened, so that silence is told from not listening. */
export function hatchSpans(plot: uPlot, spans: readonly (readonly [number, number])[]): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  ctx.save();
  ctx.strokeStyle = themeColour("--muted");
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = devicePixelRatio;
  for (const [from, to] of spans) {
    const start = Math.max(left, plot.valToPos(from / 1000, "x", true));
    const end = Math.min(left + width, plot.valToPos(to / 1000, "x", true));
    if (end <= start) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(start, top, end - start, height);
    ctx.clip();
    ctx.beginPath();
    for (let x = start - height; x < end; x += HATCH_STEP_PX * devicePixelRatio) {
      ctx.moveTo(x, top + height);
      ctx.lineTo(x + height, top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}
