import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import { detectorsInForce } from "../../agent/src/radio/detectors/detectors.ts";
import { PUBLIC_NETWORKS } from "../../agent/src/radio/venue/public-networks.ts";
import { judgeExcerpt } from "../../agent/src/radio/excerpts/judge-excerpt.ts";
import { Pipeline } from "../../agent/src/radio/pipeline.ts";
import { ROOT } from "../road/sandbox.ts";
import { addressNeedles, found, nameNeedles } from "./needles.ts";
import { innocentsOf } from "./stations.ts";

const CAPTURES = `${ROOT}../shared/captures`;
/** Real recordings full of stations, of homes and of a university's laboratory: whole days of phones that scan and ask by name. */
const FILES = [
  "benign/home-flat-samsung-03.pcap",
  "benign/home-flat-samsung-04.pcap",
  "probes/lab-2023-02-23-p1.pcap",
  "probes/lab-2024-03-15-p1.pcap",
].filter((file) => existsSync(`${CAPTURES}/${file}`));
/** Stations and names searched for in one recording. */
const MOST = 300;

describe.skipIf(!existsSync(CAPTURES))("real recordings (skipped where ../shared is absent)", () => {
  test("there are some", () => expect(FILES.length).toBeGreaterThan(1));

  test.each(FILES)(
    "%s: nothing that the pipeline reports holds a station or a name that was asked for",
    { timeout: 120_000 },
    async (file) => {
      const reports: string[] = [];
      const pipeline = new Pipeline({
        detectors: detectorsInForce(),
        venueSalt: "venue-test",
        networks: [],
        canaries: [],
        judgeExcerpt,
        emit: (report) => reports.push(JSON.stringify(report)),
      });
      await new FileCapture(`${CAPTURES}/${file}`).run((captured) => pipeline.consume(captured));
      pipeline.flush();
      const { stations, askedNames } = innocentsOf(`${CAPTURES}/${file}`, new Set());
      const open = new Set(PUBLIC_NETWORKS.spelled.map((name) => Buffer.from(name).toString("hex")));
      const names = [...askedNames].filter(([hex]) => !open.has(hex)).map(([, name]) => name);
      const needles = [
        ...[...stations].slice(0, MOST).flatMap(addressNeedles),
        ...names.slice(0, MOST).flatMap(nameNeedles),
      ];
      expect(stations.size).toBeGreaterThan(0);
      expect(reports.length).toBeGreaterThan(0);
      expect(found(needles, { [file]: Buffer.from(reports.join("\n")) })).toEqual([]);
    },
  );
});
