import type { LevelSeries } from "@probewarden/contract";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { axisLook, hatchSpans, themeColour } from "../../components/chart-parts.ts";
import { levelText } from "../../components/figures.ts";
import { useTimeZone } from "../../components/moment.tsx";
import { shownScale } from "../../components/shown-scale.ts";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { alignSeries } from "./align-series.ts";

/** Below this no adapter tells a frame from noise: the axis starts here. */
const FLOOR_DBM = -95;
const CEILING_DBM = -25;
const HEIGHT_PX = 96;

/** Level of the suspect at one sensor: the median as a line, the 10th to 90th percentile as a band around it. */
export function LevelChart({
  series,
  hours,
  untilMs,
  venueId,
}: {
  series: LevelSeries;
  hours: number;
  untilMs: number;
  venueId: string;
}) {
  const { t } = useText();
  const names = useNames();
  const timeZone = useTimeZone(venueId);
  const holder = useRef<HTMLDivElement>(null);
  const medians = series.points.map(([, , median]) => median);
  const latest = medians.at(-1);
  const sensor = names.sensor(series.sensorId);
  const inWords =
    latest === undefined
      ? `${sensor} · ${t("levels.noLevel")}`
      : t("levels.chart", {
          sensor,
          low: levelText(Math.min(...medians)),
          high: levelText(Math.max(...medians)),
          latest: levelText(latest),
        });

  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const axis = axisLook();
    const line = { stroke: themeColour("--suspected"), width: 2, points: { show: series.points.length < 3, size: 5 } };
    const edge = { stroke: "transparent", width: 0, points: { show: false } };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT_PX * shownScale(),
        legend: { show: false },
        cursor: { show: false },
        // Half of the last time of day stands right of its line.
        padding: [4, 24, 0, 0],
        ...(timeZone === undefined
          ? {}
          : { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), timeZone) }),
        scales: {
          x: { time: true, range: [untilMs / 1000 - hours * 3600, untilMs / 1000] },
          y: { range: [FLOOR_DBM, CEILING_DBM] },
        },
        axes: [
          { ...axis, size: 22 * shownScale(), space: 64 * shownScale(), values: "{HH}:{mm}" },
          {
            ...axis,
            size: 34 * shownScale(),
            splits: () => [-95, -60, -30],
            values: (_, splits) => splits.map((split) => `−${Math.abs(split)}`),
          },
        ],
        series: [{}, edge, line, edge],
        bands: [{ series: [3, 1], fill: `color-mix(in srgb, ${themeColour("--suspected")} 22%, transparent)` }],
        hooks: { drawAxes: [(drawn) => hatchSpans(drawn, series.notListened)] },
      },
      alignSeries(series.points),
      element,
    );
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT_PX * shownScale() }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [series, hours, untilMs, timeZone]);

  return (
    <figure className="level-chart">
      <header>
        <span>{sensor}</span>
        <span className="num muted">
          {latest === undefined ? t("levels.noLevel") : t("levels.latest", { level: levelText(latest) })}
        </span>
      </header>
      <div className="plot" ref={holder} role="img" aria-label={inWords} />
    </figure>
  );
}
