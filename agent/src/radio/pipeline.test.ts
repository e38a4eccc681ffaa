import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { FileCapture } from "./capture/file-capture.ts";
import { Canary } from "./detectors/canary/detector.ts";
import { detectorsInForce } from "./detectors/detectors.ts";
import { EXCERPTS } from "./excerpts/figures.ts";
import { judgeExcerpt } from "./excerpts/judge-excerpt.ts";
import { capturedFrame } from "./made-air-for-tests.ts";
import { Pipeline, type PipelineReport } from "./pipeline.ts";

/** Of the radio lab: a box that answers for every name, and its neighbours. */
const ATTACK = fileURLToPath(new URL("../../../test/fixtures/lab/karma_airbase.pcap", import.meta.url));

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

async function reportsOf(onlyFindings: boolean): Promise<PipelineReport[]> {
  const reports: PipelineReport[] = [];
  const emit = (report: PipelineReport): void => void reports.push(report);
  const pipeline = new Pipeline({ detectors: detectorsInForce(), venueSalt: "test", onlyFindings, emit });
  await new FileCapture(ATTACK).run((captured) => pipeline.consume(captured));
  pipeline.flush();
  return reports;
}

test("where only findings are taken, they are those of a sensor, and nothing else is made", async () => {
  const [all, findings] = [await reportsOf(false), await reportsOf(true)];
  expect(findings.length).toBeGreaterThan(0);
  expect(all.length).toBeGreaterThan(findings.length);
  expect(findings).toEqual(all.filter(({ type }) => type === "finding"));
});

test("who listens for bait hears no frame until some is out, and none again when it is bait no more", async () => {
  const canary = new Canary();
  const heard = vi.spyOn(canary, "onFrame");
  const pipeline = new Pipeline({ detectors: [canary], venueSalt: "test", emit: () => undefined });
  const frames = async (): Promise<number> => {
    heard.mockClear();
    await new FileCapture(ATTACK).run((captured) => pipeline.consume(captured));
    return heard.mock.calls.length;
  };
  expect(await frames()).toBe(0);
  pipeline.setCanaries([{ transmitter: "02:5e:00:00:00:01", ssid: "6b3376397730" }]);
  expect(await frames()).toBeGreaterThan(0);
  pipeline.setCanaries([]);
  expect(await frames()).toBe(0);
});

/** A box is suspected, its excerpt is being made; in whose turns something else is heard, once. */
async function excerptAfter(heard: (pipeline: Pipeline, box: string) => void): Promise<PipelineReport[]> {
  const reports: PipelineReport[] = [];
  const next: (() => void)[] = [];
  let now = 0;
  const pipeline = new Pipeline({
    detectors: detectorsInForce(),
    venueSalt: "test",
    judgeExcerpt,
    emit: (report) => reports.push(report),
    turns: { nowMs: () => now++, nextTurn: (callback) => next.push(callback) },
  });
  await new FileCapture(ATTACK).run((captured) => pipeline.consume(captured));
  const [box = ""] = reports.flatMap((it) => (it.type === "finding" ? it.body.transmitters : []));
  pipeline.tick(pipeline.atSeconds + EXCERPTS.firstAfterSeconds + 1);
  expect(next).toHaveLength(1);
  expect(reports.some(({ type }) => type === "excerpt")).toBe(false);
  next.shift()?.();
  heard(pipeline, box);
  for (let turn = next.shift(); turn !== undefined; turn = next.shift()) turn();
  expect(JSON.stringify(reports)).toContain(box);
  return reports;
}

test("an excerpt is made while frames go on, and leaves behind its findings", async () => {
  const reports = await excerptAfter((pipeline) => pipeline.tick(pipeline.atSeconds + 1));
  const at = reports.findIndex(({ type }) => type === "excerpt");
  const [excerpt] = reports.slice(at).flatMap((it) => (it.type === "excerpt" ? it.body : []));
  const before = reports.slice(0, at).flatMap((it) => (it.type === "finding" ? it.body.findingId : []));
  expect(before).toEqual(expect.arrayContaining(excerpt?.findingIds ?? [""]));
  expect(excerpt?.notReproduced).toEqual([]);
});

test("and does not leave when one whom it names is heard as a station meanwhile", async () => {
  const reports = await excerptAfter((pipeline, box) => {
    // Data to an access point.
    const octets = Buffer.from(`08010000020000000001${box.replaceAll(":", "")}0200000000011000`, "hex");
    const captured = capturedFrame({ at: 0, octets, levelDbm: -50, channelMhz: 2412 });
    pipeline.consume({ ...captured, atSeconds: pipeline.atSeconds });
  });
  expect(reports.some(({ type }) => type === "excerpt")).toBe(false);
});
