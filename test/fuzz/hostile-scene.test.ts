import type { Finding } from "@probewarden/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { bandOf } from "@probewarden/contract";
import { EVIDENCE_CODES } from "../../agent/src/radio/detectors/weights.ts";
import { Pipeline, type PipelineReport } from "../../agent/src/radio/pipeline.ts";
import { CANARIES, NETWORKS, PHONES, scene } from "./hostile-scene.ts";
import { checkedPipeline, newResult, type FuzzResult } from "./reports-of-air.ts";
import { framesOf } from "./scene-frames.ts";

/** The same scenes each time; `npm run fuzz` takes others. */
const SEED = 1_107;
const PHONE_SPELLINGS = PHONES.flatMap((phone) => {
  const octets = Buffer.from(phone.toString(16).padStart(12, "0"), "hex");
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), octets, Buffer.alloc(3)]).toString("base64");
    return text.slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + octets.length)) / 6));
  });
  return [
    { spelled: octets.toString("hex"), isHex: true },
    { spelled: Buffer.from(octets.toReversed()).toString("hex"), isHex: true },
    { spelled: String(phone), isHex: false },
    ...base64.map((spelled) => ({ spelled, isHex: false })),
  ];
});

interface Heard {
  reports: PipelineReport[];
  codes: Set<string>;
  result: FuzzResult;
}
const nothingHeard = (): Heard => ({ reports: [], codes: new Set(), result: newResult() });

function sensor(heard: Heard): Pipeline {
  return checkedPipeline({ networks: NETWORKS, canaries: CANARIES }, heard.result, {
    onReport: (report) => void heard.reports.push(report),
    onObservation: ({ code }) => void heard.codes.add(code),
  });
}

/** A sensor hears these frames; `restartsAt`: before which of them its process is killed and its successor gets back what was published. */
function hear(frames: readonly CapturedFrame[], heard: Heard, restartsAt = -1): Pipeline {
  let pipeline = sensor(heard);
  for (const [index, frame] of frames.entries()) {
    if (index === restartsAt) {
      const published = [...latest(heard.reports).values()].filter(({ state }) => state !== "ended");
      pipeline = sensor(heard);
      pipeline.resume(published);
    }
    pipeline.consume(frame);
  }
  pipeline.flush();
  return pipeline;
}

function latest(reports: readonly PipelineReport[]): Map<string, Finding> {
  return new Map(reports.flatMap((it) => (it.type === "finding" ? [[it.body.findingId, it.body] as const] : [])));
}

/** Findings at `suspected` or above, by their names. */
const accusations = (reports: readonly PipelineReport[]): Map<string, Finding["suspicion"]> =>
  new Map(
    [...latest(reports).values()]
      .filter(({ highestDb }) => !["watch", undefined].includes(bandOf(highestDb)))
      .map(({ findingId, suspicion }) => [findingId, suspicion]),
  );

/** What of the phones is found in what was reported: as letters however they are parted, as a number, as octets in base64. */
function phonesIn(reports: readonly PipelineReport[]): string[] {
  const text = reports.map((it) => JSON.stringify(it)).join("\n");
  const letters = text.toLowerCase().replace(/[:._ -]|%3a/g, "");
  return PHONE_SPELLINGS.filter(({ spelled, isHex }) => (isHex ? letters : text).includes(spelled)).map(
    ({ spelled }) => spelled,
  );
}

test("whatever is in the air: no exception, no report that our own schema refuses, no phone in any of them, and no memory beyond its bound", () => {
  const codes = new Set<string>();
  let findings = 0;
  fc.assert(
    fc.property(scene, (stories) => {
      const heard = nothingHeard();
      const pipeline = hear([...framesOf(stories)], heard);
      expect(heard.result.refused).toEqual([]);
      expect(phonesIn(heard.reports)).toEqual([]);
      expect(pipeline.accessPoints.size).toBeLessThanOrEqual(4_096);
      expect(pipeline.stations.size).toBeLessThanOrEqual(16_384 + 65_536);
      for (const code of heard.codes) codes.add(code);
      findings += heard.result.findings;
    }),
    { seed: SEED, numRuns: 40, endOnFailure: true },
  );
  // The scenes reach what the detectors have to say, and not only their first lines.
  expect(findings).toBeGreaterThan(60);
  expect(codes.size).toBeGreaterThan(EVIDENCE_CODES.length / 3);
});

test("a process that is killed anywhere in a scene still says what it had accused, by the same names, and is not blinder than one that is new", () => {
  fc.assert(
    fc.property(scene, fc.double({ min: 0, max: 1, noNaN: true }), (stories, share) => {
      const frames = [...framesOf(stories)];
      const at = Math.floor(share * frames.length);
      const [before, after, heard] = [nothingHeard(), nothingHeard(), nothingHeard()];
      hear(frames.slice(0, at), before);
      hear(frames.slice(at), after);
      hear(frames, heard, at);
      expect(heard.result.refused).toEqual([]);
      expect(phonesIn(heard.reports)).toEqual([]);
      const accused = accusations(heard.reports);
      for (const findingId of accusations(before.reports).keys()) expect([...accused.keys()]).toContain(findingId);
      for (const suspicion of accusations(after.reports).values()) expect([...accused.values()]).toContain(suspicion);
    }),
    { seed: SEED, numRuns: 16, endOnFailure: true },
  );
});
