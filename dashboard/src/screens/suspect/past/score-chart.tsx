import type { SuspectChange, SuspectPast } from "@probewarden/contract";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { axisLook, hatchSpans, themeColour } from "../../../components/chart-parts.ts";
import { signedDb } from "../../../components/figures.ts";
import { shownScale } from "../../../components/shown-scale.ts";
import { useText } from "../../../text/text.ts";
import { scoreLine, unobservedSpans } from "./moments.ts";

/** Where the bands begin, in decibans. */
const BANDS = [
  ["watch", -10],
  ["suspected", 10],
  ["strong", 20],
] as const;
const LOWEST_DB = -20;
const LEAST_TOP_DB = 30;
const HEIGHT_PX = 148;
const DAY_SECONDS = 86_400;

/** The score over time as it was then, with the bands, where evidence came or went, and the moment that is looked at. */
export function ScoreChart({
  past,
  changes,
  at,
  timeZone,
  label,
}: {
  past: SuspectPast;
  changes: readonly SuspectChange[];
  at: number;
  timeZone: string | undefined;
  label: string;
}) {
  const { code, language } = useText();
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot>(undefined);
  const moment = useRef(at);

  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const [from, to] = [past.fromMs / 1000, past.toMs / 1000];
    const zone = timeZone === undefined ? {} : { timeZone };
    const clock = new Intl.DateTimeFormat(language, { ...zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const day = new Intl.DateTimeFormat(language, { ...zone, month: "short", day: "numeric" });
    const top = Math.max(LEAST_TOP_DB, ...past.spans.map(({ scoreDb }) => scoreDb + 5));
    const axis = axisLook();
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT_PX * shownScale(),
        legend: { show: false },
        cursor: { show: false },
        padding: [4, 12, 0, 0],
        ...(timeZone === undefined
          ? {}
          : { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), timeZone) }),
        scales: { x: { time: true, range: [from, to] }, y: { range: [LOWEST_DB, top] } },
        axes: [
          {
            ...axis,
            size: 22 * shownScale(),
            space: 72 * shownScale(),
            values: (_, splits) => splits.map((at) => (to - from > 2 * DAY_SECONDS ? day : clock).format(at * 1000)),
          },
          {
            ...axis,
            grid: { show: false },
            size: 38 * shownScale(),
            splits: () => BANDS.map(([, from]) => from),
            values: (_, splits) => splits.map(signedDb),
          },
        ],
        series: [
          {},
          {
            stroke: themeColour("--ink"),
            width: 2,
            points: { show: false },
            paths: uPlot.paths.stepped?.({ align: 1 }),
          } as uPlot.Series,
        ],
        hooks: {
          drawAxes: [
            (chart) => {
              drawBands(chart, (band) => code("band", band));
              hatchSpans(chart, unobservedSpans(past));
            },
          ],
          draw: [
            (chart) => {
              for (const change of changes) drawTick(chart, Date.parse(change.at));
              drawMoment(chart, moment.current);
            },
          ],
        },
      },
      scoreLine(past),
      element,
    );
    drawn.current = plot;
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT_PX * shownScale() }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.current = undefined;
      plot.destroy();
    };
    // `code` is another function with each drawing, and says the same in one language.
  }, [past, changes, timeZone, language]);

  useEffect(() => {
    moment.current = at;
    drawn.current?.redraw(false);
  }, [at]);

  return <div className="score-plot" ref={holder} role="img" aria-label={label} />;
}

/** A line where each band begins, with its name on it. */
function drawBands(plot: uPlot, nameOf: (band: string) => string): void {
  const { ctx } = plot;
  const { left, width } = plot.bbox;
  ctx.save();
  ctx.font = `${11 * devicePixelRatio * shownScale()}px system-ui`;
  ctx.textBaseline = "bottom";
  ctx.textAlign = "left";
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  // High scores press the bands together: a name that has no room over the one below stands beside it.
  let below = { y: Infinity, right: left };
  for (const [band, from] of BANDS) {
    const y = Math.round(plot.valToPos(from, "y", true)) + 0.5;
    ctx.strokeStyle = themeColour(`--${band}`);
    ctx.fillStyle = themeColour(`--${band}`);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
    const isTight = below.y - y < 13 * devicePixelRatio * shownScale();
    const x = (isTight ? below.right + 8 * devicePixelRatio : left) + 4 * devicePixelRatio;
    ctx.fillText(nameOf(band), x, y - 2 * devicePixelRatio);
    below = { y, right: x + ctx.measureText(nameOf(band)).width };
  }
  ctx.restore();
}

/** A tick at the foot where a row of history stands. */
function drawTick(plot: uPlot, at: number): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const x = plot.valToPos(at / 1000, "x", true);
  if (x < left || x > left + width) return;
  ctx.save();
  ctx.fillStyle = themeColour("--accent");
  ctx.fillRect(x - devicePixelRatio, top + height - 8 * devicePixelRatio, 2 * devicePixelRatio, 8 * devicePixelRatio);
  ctx.restore();
}

function drawMoment(plot: uPlot, at: number): void {
  const { ctx } = plot;
  const { top, height } = plot.bbox;
  const x = plot.valToPos(at / 1000, "x", true);
  ctx.save();
  ctx.fillStyle = themeColour("--accent");
  ctx.fillRect(x - devicePixelRatio, top, 2 * devicePixelRatio, height);
  ctx.restore();
}
