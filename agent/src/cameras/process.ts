import { setTimeout as sleep } from "node:timers/promises";
import type { HealthProblem } from "@probewarden/contract";
import { LineClient } from "../ipc/line-client.ts";
import { newRun } from "../ipc/numbered-line.ts";
import { socketPath } from "../ipc/socket-path.ts";
import type { AgentConfig } from "../main/config.ts";
import { AnswerStore } from "./answer-store.ts";
import { AuditRecords, withAudit } from "./audit/audit-records.ts";
import { cameraHellos, cameraRounds } from "./cameras-once.ts";
import { linkAddressOf } from "./known/link-address.ts";
import { KillSwitch } from "./kill-switch.ts";
import type { CameraReport } from "./messages.ts";
import { WakeUp } from "./wake-up.ts";
import type { CameraRounds } from "./round.ts";

/** What the camera process needs of agent.yaml. */
export interface CameraProcessConfig {
  cameras: AgentConfig["cameras"];
  runtimeDir: string;
  dataDir: string;
  mqtt: { url: string };
}

/** A running camera process. */
export interface CameraProcess {
  /** Resolves when it has ended. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** Addresses that are remembered as having said Hello; anybody can say it in the name of thousands. */
const HELLOED = 256;
/** Longest delay of a timer: 2^31 - 1 ms, 24.8 days. */
const LONGEST_DELAY = 2_147_483_647;

/**
 * The camera process: looks for cameras at the start and at each interval, and tells the supervisor of each. Only what was
 * classified as a camera is told; of everything else that answered there are counts.
 * @param wait how to let time pass, in milliseconds; given, so that tests need none
 * @throws CameraConfigError, IpcError
 */
export function startCameraProcess(
  config: CameraProcessConfig,
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void> = pause,
): CameraProcess {
  const rounds = cameraRounds(config.cameras, { brokerUrl: config.mqtt.url, dataDir: config.dataDir });
  const kept = { store: new AnswerStore(config.dataDir), records: new AuditRecords(config.dataDir) };
  const stopping = new AbortController();
  const killSwitch = new KillSwitch(config.dataDir);
  const client = new LineClient(
    socketPath(config.runtimeDir),
    { type: "hello", part: "cameras", pid: process.pid, run: newRun() },
    {
      onMessage: (message) => {
        // Whoever started it starts it again; nothing else is ordered here.
        if (typeof message === "object" && message !== null && "type" in message && message.type === "restart")
          stopping.abort();
      },
    },
  );
  client.start();

  const run = async (): Promise<void> => {
    const dropped: Record<string, number> = {};
    /** Who has said Hello since the last round: it may have started with another firmware, and is asked everything. */
    const helloed = new Set<string>();
    const wakeUp = new WakeUp(() => Date.now());
    const hellos = cameraHellos(
      config.cameras,
      config.mqtt.url,
      (address) => {
        if (helloed.size < HELLOED) helloed.add(address);
        wakeUp.call();
      },
      (reason) => {
        dropped[`camera-${reason}`] = (dropped[`camera-${reason}`] ?? 0) + 1;
      },
    );
    while (!stopping.signal.aborted) {
      if (killSwitch.isThere) dropped["camera-stopped-by-hand"] = (dropped["camera-stopped-by-hand"] ?? 0) + 1;
      await hellos.start();
      const { signal, end } = killSwitch.watch(stopping.signal);
      const inFull = new Set(helloed);
      helloed.clear();
      await tellOneRound(rounds, kept, client, dropped, signal, inFull);
      end();
      const delay = Math.min(config.cameras.visitEveryMinutes * 60_000, LONGEST_DELAY);
      const waking = wakeUp.begin(stopping.signal);
      await wait(delay, waking.signal);
      waking.end();
    }
    await hellos.stop();
    await client.stop();
  };
  const ended = run();
  return {
    ended,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

async function tellOneRound(
  rounds: CameraRounds,
  { store, records }: { store: AnswerStore; records: AuditRecords },
  client: LineClient,
  dropped: Record<string, number>,
  signal: AbortSignal,
  inFull: ReadonlySet<string>,
): Promise<void> {
  const tell = (report: CameraReport): void => {
    client.send(report);
  };
  const audits = await records.all();
  const round = await rounds.run(
    ({ finding, port }) =>
      tell({
        type: "camera",
        at: finding.visitedAt,
        body: withAudit(finding, port, audits, linkAddressOf(finding.address)),
      }),
    signal,
    inFull,
  );
  // Health has one list of losses for all parts of a sensor, so these say where they come from.
  for (const [reason, number] of Object.entries(round.dropped))
    dropped[`camera-${reason}`] = (dropped[`camera-${reason}`] ?? 0) + number;
  const notKept = await store.keep(round.visits.flatMap((visit) => visit.answers.map(({ answer }) => answer)));
  const problems: HealthProblem[] = [];
  if ((round.dropped["implausible-number-of-devices"] ?? 0) > 0)
    problems.push({
      code: "implausible-number-of-cameras",
      text: "one address claims more cameras than are plausible; 16 a minute are kept",
      facts: { "kept-a-minute": 16 },
    });
  if (notKept !== undefined)
    problems.push({
      code: "camera-answers-not-kept",
      text: `the answers of cameras could not be written (${notKept}): ${notKept === "ENOSPC" ? "make room for" : "give the sensor's user"} ${store.folder}; findings are sent without them`,
      facts: { folder: store.folder.slice(0, 128), cause: notKept.slice(0, 128) },
    });
  tell({ type: "health", body: { dropped: { ...dropped, ...client.dropped }, problems } });
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
