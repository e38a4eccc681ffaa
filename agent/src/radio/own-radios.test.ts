import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Census, Finding, SentCanary } from "@probewarden/contract";
import { expect, test } from "vitest";
import { FileCapture } from "./capture/file-capture.ts";
import { detectorsInForce } from "./detectors/detectors.ts";
import { Pipeline } from "./pipeline.ts";

const lab = (name: string): string =>
  fileURLToPath(new URL(`../../../test/fixtures/lab/${name}.pcap`, import.meta.url));
const BOX = "00:0c:43:7e:37:18";
/** A phone of the recordings, which asks for networks. */
const ASKS = "3a:06:70:a7:97:b4";

async function judge(name: string, ownRadios: string[], canaries: SentCanary[] = []) {
  const findings: Finding[] = [];
  const censuses: Census[] = [];
  const pipeline = new Pipeline({
    detectors: detectorsInForce(),
    venueSalt: "test",
    emit: (report) => {
      if (report.type === "finding") findings.push(report.body);
      if (report.type === "census") censuses.push(report.body);
    },
  });
  pipeline.setConfig({ v: 1, networks: [], reportResidents: false, ownRadios, canaries });
  await new FileCapture(lab(name)).run((frame) => pipeline.consume(frame));
  pipeline.flush();
  const probes = censuses.flatMap(({ minutes }) => minutes).reduce((sum, each) => sum + each.probeRequests, 0);
  return { findings, probes };
}

test("a liar who wears the address of one of our radios is accused of what our radios never do, and named", async () => {
  const { findings } = await judge("karma_onebssid", [BOX]);
  const worst = findings.filter(({ suspicion }) => suspicion === "probe-box").at(-1);
  expect(worst).toMatchObject({ band: "strong", transmitters: [BOX] });
  const { findings: without } = await judge("karma_onebssid", []);
  expect(without.map(({ band, scoreDb }) => [band, scoreDb])).toEqual(
    findings.map(({ band, scoreDb }) => [band, scoreDb]),
  );
});

test("what our own radios ask is counted as no visitor's question", async () => {
  const all = await judge("karma_onebssid", []);
  const without = await judge("karma_onebssid", [ASKS]);
  expect(all.probes).toBeGreaterThan(without.probes);
  expect(without.probes).toBeGreaterThan(0);
});

test("a phone that somebody lists as one of our radios is protected as before: its address stands in no finding", async () => {
  const { findings } = await judge("karma_onebssid", [ASKS]);
  expect(findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(findings)).not.toContain(ASKS);
});

test("bait of a neighbour is known from the collector: who answers for it here is accused", async () => {
  const label = JSON.parse(await readFile(lab("canary_answer").replace(".pcap", ".json"), "utf8")) as {
    canaries: { transmitter: string; ssid: string }[];
  };
  const canaries = label.canaries.map(({ transmitter, ssid }) => ({
    transmitter,
    ssid: Buffer.from(ssid).toString("hex"),
    askedAt: "2026-01-01T00:00:00.000Z",
  }));
  const codes = ({ findings }: Awaited<ReturnType<typeof judge>>): string[] =>
    findings.flatMap(({ evidence }) => evidence.map(({ code }) => code));
  expect(codes(await judge("canary_answer", [], canaries))).toContain("answered-bait");
  expect(codes(await judge("canary_answer", []))).not.toContain("answered-bait");
});
