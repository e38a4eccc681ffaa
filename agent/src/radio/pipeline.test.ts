import { expect, test } from "vitest";
import { Pipeline, type PipelineReport } from "./pipeline.ts";

test("a radio that hears nothing from its start on reports the silence, minute by minute", () => {
  const reports: PipelineReport[] = [];
  const pipeline = new Pipeline({ detectors: [], venueSalt: "test", emit: (report) => void reports.push(report) });
  for (let at = 590; at <= 720; at++) {
    pipeline.listened([{ channelMhz: 2412, seconds: 1 }]);
    pipeline.tick(at);
  }
  const minutes = reports.flatMap((report) => (report.type === "census" ? report.body.minutes : []));
  expect(minutes).toMatchObject([
    { minute: "1970-01-01T00:09:00.000Z", channelMhz: 2412, secondsListened: 11, management: 0 },
    { minute: "1970-01-01T00:10:00.000Z", channelMhz: 2412, secondsListened: 60, management: 0 },
    { minute: "1970-01-01T00:11:00.000Z", channelMhz: 2412, secondsListened: 60, management: 0 },
  ]);
});
