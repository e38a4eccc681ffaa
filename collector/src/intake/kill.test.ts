import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { topics, type Ack } from "@probewarden/contract";
import { connectAsync } from "mqtt";
import { expect, test } from "vitest";
import { hashForMosquitto } from "../broker/password.ts";
import { openState } from "../store/state/open-state.ts";
import { SENSOR_PASSWORD, startMosquitto, whyNoMosquitto } from "./test-brokers.ts";
import { envelope, makeFinding } from "./test-messages.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeWith } from "../test-needs.ts";

const FINDINGS = 400;
const KILLS = 4;
const why = whyNoMosquitto();

describeWith(why, "a collector that is killed", () => {
  test(
    `${KILLS} times in the middle of ${FINDINGS} findings holds each of them once`,
    { timeout: 300_000 },
    async () => {
      const dir = mkdtempSync(join(tmpdir(), "kill-"));
      const state = await openState("sqlite:", dir);
      await state.db.insertInto("venues").values(makeVenueRow()).execute();
      const mosquitto_hash = await hashForMosquitto(SENSOR_PASSWORD);
      await state.db.insertInto("sensors").values(makeSensorRow("north", { mosquitto_hash })).execute();
      const broker = await startMosquitto(state);
      await state.close();

      const waiting = new Set(Array.from({ length: FINDINGS }, (_, index) => index + 1));
      const client = await connectAsync(broker.url, {
        username: "north",
        password: SENSOR_PASSWORD,
        protocolVersion: 4,
      });
      client.on("message", (_topic, payload) => {
        for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
          for (let seq = first; seq <= last; seq++) waiting.delete(seq);
      });
      await client.subscribeAsync(topics.ack({ venueId: "mall", sensorId: "north" }), { qos: 1 });
      /** As a sensor does: what has no acknowledgement is sent again. */
      const sendSome = async (): Promise<void> => {
        for (const seq of [...waiting].slice(0, 60))
          await client.publishAsync(
            topics.up({ venueId: "mall", sensorId: "north" }, "finding"),
            JSON.stringify(envelope("north", seq, "finding", makeFinding(`f${seq % 7}`))),
            { qos: 1 },
          );
      };

      let collector = startCollector(dir, broker.url);
      let kills = 0;
      while (waiting.size > 0) {
        await sendSome();
        await delay(60);
        if (kills < KILLS && waiting.size < FINDINGS - kills * 80 - 40) {
          await kill(collector);
          collector = startCollector(dir, broker.url);
          kills++;
        }
      }
      expect(kills).toBe(KILLS);
      await kill(collector);
      await client.endAsync(true);
      await broker.stop();

      const after = await openState("sqlite:", dir);
      const received = await after.db.selectFrom("received").select(["first_seq", "last_seq"]).execute();
      const findings = await after.db.selectFrom("findings").select("seq").orderBy("seq").execute();
      await after.close();
      rmSync(dir, { recursive: true, force: true });
      expect(received).toEqual([{ first_seq: 1, last_seq: FINDINGS }]);
      // Of each finding its latest message holds, in whatever order they came.
      expect(findings.map((entry) => entry.seq)).toEqual(Array.from({ length: 7 }, (_, index) => FINDINGS - 6 + index));
    },
  );
});

function startCollector(dir: string, url: string): ChildProcess {
  const script = fileURLToPath(new URL("test-collector.ts", import.meta.url));
  return spawn(process.execPath, ["--conditions=@probewarden/source", "--import", "tsx", script, dir, url], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
