import { setTimeout as sleep } from "node:timers/promises";
import type { AdapterHealth, Finding, HealthProblem } from "@probewarden/contract";
import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import { LineClient } from "../ipc/line-client.ts";
import { newRun } from "../ipc/numbered-line.ts";
import { socketPath } from "../ipc/socket-path.ts";
import { adaptersOf } from "./control/adapters.ts";
import type { CapturedFrame } from "./capture/frame-source.ts";
import { PacedFrames, TURNS } from "./capture/paced-frames.ts";
import type { AgentConfig } from "../main/config.ts";
import { readSettingsInForce, withSettings } from "../main/settings-in-force.ts";
import { ChannelTotals } from "./control/listening-time.ts";
import { resumeOffsets, type KeptOffsets } from "./air/kept-offsets.ts";
import { seedOf } from "./air/hash-seed.ts";
import { detectorsInForce } from "./detectors/detectors.ts";
import { judgeExcerpt } from "./excerpts/judge-excerpt.ts";
import { HearingLog } from "./hearing-log.ts";
import { inlineMore } from "./inline-budget.ts";
import { Listening, keepsFromHearing } from "./listening.ts";
import type { RadioHealth, RadioOrder, RadioReport } from "./messages.ts";
import { Pipeline, type PipelineReport } from "./pipeline.ts";
import { readRadioOrder } from "./radio-order.ts";
import { UnreadableShare } from "./report/unreadable-share.ts";
import { makeRadioSource } from "./radio-source.ts";
import { CanarySender } from "./canaries/canary-sender.ts";
import { canaryOf, type Canary } from "./venue/venue.ts";
import { CanaryFile } from "./venue/canary-file.ts";
import { readVenueNetworks } from "./venue/venue-networks.ts";
import { withoutAddress } from "./without-address.ts";

/** Milliseconds between two reports of health. */
const HEALTH_MS = 10_000;
/** Milliseconds between two looks at the clock while nothing may be heard. */
const TICK_MS = 1_000;
/** Seconds that a frame may be on its way from the kernel; the pipeline's clock stays behind by that. */
const LAG_SECONDS = 1;
/** Milliseconds that the first frame waits for what the supervisor has to say; one that is away must not keep the sensor deaf. */
const FIRST_ORDERS_MS = 5_000;

/** The radio process while it runs. */
export interface RunningRadio {
  /** Resolves when it should end: only a fresh process can open the interface again. Rejects when a recording cannot be read. */
  ended: Promise<void>;
  /** Stops listening, says what is known, and puts the radio back. The caller exits afterwards: a native capture may keep the event loop alive. */
  stop(): Promise<void>;
}

/**
 * Listens, judges, reports: frames from the source go through the pipeline, and what follows from them to the supervisor, over an
 * AF_UNIX socket and nothing else. The log never names an address or a network. `file` is the configuration's, for messages.
 */
export async function startRadioProcess(own: AgentConfig, log: Logger, file = "agent.yaml"): Promise<RunningRadio> {
  inlineMore();
  const config = withSettings(own, readSettingsInForce(own.runtimeDir).settings);
  if (log.level !== "silent") log.level = config.logLevel;
  const radio = makeRadioSource(config.radio, file, {
    onBroken: () => listening.broke(),
    onCame: (channelMhz, at) => {
      pipeline.listenedTime.came(channelMhz, at);
      // The whole visit is left for the answer.
      canaries?.turn(performance.now() / 1000, at);
    },
    onLeft: (channelMhz, at) => pipeline.listenedTime.left(channelMhz, at),
  });
  const { source } = radio;
  const { promise: ended, resolve: end, reject: fail } = withResolvers();
  const untilTold = new AbortController();
  const listened = new ChannelTotals();
  const unreadableShare = new UnreadableShare();
  const listensTo = config.radio.recording
    ? { source: "recording" }
    : {
        interface: adaptersOf(config.radio)
          .map(({ interfaceName }) => interfaceName)
          .join(", "),
      };
  const hearing = new HearingLog(log, listensTo);
  let lastFrameAt: number | undefined;
  let isStopping = false;
  let resumed = false;

  const client = new LineClient(
    socketPath(config.runtimeDir),
    { type: "hello", part: "radio", pid: process.pid, run: newRun() },
    {
      onMessage: (message) => obey(readRadioOrder(message)),
      onConnect: () => log.info("connected to the supervisor"),
      onDisconnect: () => log.warn("the supervisor is away; findings wait"),
    },
  );
  const send = (report: RadioReport): void => void client.send(report);
  const bait = config.radio.canaries === undefined ? undefined : new CanaryFile(config.radio.canaries);
  /** What others sent as bait, by the file; and what this sensor did. */
  let readBait = bait?.changed() ?? [];
  let sentBait: Canary[] = [];
  const secret = randomBytes(16).toString("hex");
  const pipeline = new Pipeline({
    detectors: detectorsInForce(seedOf(secret)),
    venueSalt: config.venueId,
    secret,
    emit: (report) => {
      if (report.type === "finding") stayWith(report.body);
      send(report);
    },
    onFrame: (channelMhz) => radio.heard(channelMhz),
    // The supervisor may be away: what waits for it leaves without the address.
    onTakenBack: (address) => client.revise(address, (message) => withoutAddress(message as PipelineReport, address)),
    ...(config.evidence.frames ? { judgeExcerpt } : {}),
    // A recording can wait, and what is made of it is always alike.
    ...(source.method === "recording" ? {} : { turns: TURNS }),
    endAfterSeconds: config.radio.endAfterMinutes * 60,
    ...(config.radio.networks === undefined ? {} : { networks: readVenueNetworks(config.radio.networks) }),
    canaries: readBait,
    ...(radio.overlappingAdapters === undefined ? {} : { overlappingAdapters: radio.overlappingAdapters }),
  });
  /** As the latest report of health judged it. */
  let unreadable: HealthProblem | undefined;
  const problems = (): HealthProblem[] =>
    [...radio.problems(), unreadable, canaries?.problem()].filter((it) => it !== undefined);
  const listening = new Listening({
    problems,
    isRecording: source.method === "recording",
    nowSeconds: () => performance.now() / 1000,
    notListened: (seconds) => pipeline.notListened(seconds),
  });

  const judge = (frame: CapturedFrame, nowMs: number): void => {
    lastFrameAt = nowMs;
    listening.frame(nowMs / 1000);
    hearing.heard();
    pipeline.consume(frame);
  };
  const paced = new PacedFrames(judge);

  function obey(order: RadioOrder | undefined): void {
    if (order?.type === "watch") pipeline.setWatch(order.body);
    else if (order?.type === "config") pipeline.setConfig(order.body);
    else if (order?.type === "restart") end();
    else if (order?.type === "settings") lookAtSettings();
    else if (order?.type === "hear") pipeline.seek(order.body);
    else if (order?.type === "offsets") takeOffsets(order.body);
    else if (order?.type === "stays") resumeStays(order);
    else if (order?.type === "resume") resume(order);
    else log.warn("an order was not understood");
  }

  /** Before the first frame; a process that measures already knows better. */
  function takeOffsets(kept: KeptOffsets): void {
    const offsets = pipeline.adapters?.offsets;
    if (offsets === undefined || resumed) return;
    resumeOffsets(offsets, kept, radio.adapters?.().map(({ address }) => address) ?? []);
  }

  /** Another channel plan needs a fresh process, which reads it when it starts; anything else holds at once. */
  function lookAtSettings(): void {
    const next = withSettings(own, readSettingsInForce(own.runtimeDir).settings);
    const plan = ({ radio: { channels, dwellMilliseconds } }: AgentConfig): string =>
      JSON.stringify([channels, dwellMilliseconds]);
    if (plan(next) !== plan(config)) end();
    else if (log.level !== "silent") log.level = next.logLevel;
  }

  /** Only a process that has just started takes back what it had published: to a supervisor that was restarted alone, it knows better. */
  function resume({ findings, isLast }: Extract<RadioOrder, { type: "resume" }>): void {
    if (!resumed) pipeline.resume(findings);
    resumed ||= isLast;
    if (isLast) untilTold.abort();
  }

  /** As above: it comes before the last of the findings. */
  function resumeStays({ body }: Extract<RadioOrder, { type: "stays" }>): void {
    if (!resumed) pipeline.resumeStays(body);
  }

  /** Of who is told as strong, enough is known; a `heard` adds nothing. What a forger makes of it, the planner bounds. */
  function stayWith({ state, band, suspectId, channelMhz }: Finding): void {
    const mayGrow = (state === "opened" || state === "changed") && band !== "strong";
    if (mayGrow && channelMhz !== undefined) radio.stay(suspectId, channelMhz);
  }

  /** How long the radio listened is told to the census at once, for it counts by the minute, and to health when it is due. */
  function account(): void {
    const channels = radio.takeListening();
    pipeline.listened(channels);
    for (const channel of channels) listened.add(channel);
  }

  /** Whoever sends bait adds to the list beforehand. One that cannot be read is told, and what was known stays. */
  function lookAtBait(): void {
    try {
      const read = bait?.changed();
      if (read === undefined) return;
      readBait = read;
      pipeline.setCanaries([...readBait, ...sentBait]);
      log.info({ pieces: read.length }, "what was sent as bait was read again");
    } catch (cause) {
      log.warn({ cause: cause instanceof Error ? cause.message : String(cause) }, "what was sent as bait is not read");
    }
  }

  const { sendCanaries } = config.radio;
  const canaries =
    sendCanaries === undefined || radio.inject === undefined
      ? undefined
      : new CanarySender({
          responsible: sendCanaries.responsible,
          everySeconds: 60 * sendCanaries.everyMinutes,
          random: randomBytes,
          channel: () => radio.maySend?.() ?? "no-injection",
          inject: (frame) => radio.inject?.(frame),
          list: (pieces) => {
            sentBait = pieces.map(canaryOf);
            pipeline.setCanaries([...readBait, ...sentBait]);
          },
          log,
        });

  function withOffset(adapter: AdapterHealth, number: number): AdapterHealth {
    const offsetDb = pipeline.adapters?.offsets.of(number) ?? Number.NaN;
    return Number.isNaN(offsetDb) ? adapter : { ...adapter, offsetDb };
  }

  function health(): RadioHealth {
    const { frames, skipped, noticed, forgotten } = pipeline.summary();
    const captureMissing = radio.captureMissing();
    unreadable = unreadableShare.judge(frames, skipped);
    const adapters = radio.adapters?.();
    pipeline.setOwnRadios(adapters?.flatMap(({ address }) => address ?? []) ?? []);
    return {
      captureMethod: source.method,
      ...(captureMissing === undefined ? {} : { captureMissing }),
      simulatedLevels: radio.simulatedLevels,
      listening: listened.take(),
      ...(adapters === undefined ? {} : { adapters: adapters.map(withOffset) }),
      ...(canaries === undefined ? {} : { canaries: [...canaries.told] }),
      frames,
      lastFrameSecondsAgo: lastFrameAt === undefined ? null : (performance.now() - lastFrameAt) / 1000,
      skipped,
      noticed,
      dropped: { ...source.drops(), ...paced.drops(), ...client.dropped },
      forgotten,
      problems: [...problems(), ...pipeline.takeProblems()],
    };
  }

  client.start();
  const hear = async (): Promise<void> => {
    // What the supervisor knows of the venue and of the past comes before the first frame is judged by it.
    await sleep(FIRST_ORDERS_MS, undefined, { signal: untilTold.signal }).catch(() => undefined);
    if (isStopping) return;
    log.info(listensTo, "the radio is opened");
    // A recording can wait, and nothing of it need be lost.
    const take = source.method === "recording" ? (it: CapturedFrame) => judge(it, performance.now()) : paced.take;
    const { reason } = await source.run(take);
    if (reason !== undefined) log.warn({ reason }, "the source of frames has ended");
    // A recording that does not loop has nothing more to say; a live interface needs a fresh process.
    if (source.method !== "recording") end();
  };
  hear().catch(fail);

  const healthTimer = setInterval(() => send({ type: "health", body: health() }), HEALTH_MS);
  const tickTimer = setInterval(() => {
    account();
    lookAtBait();
    canaries?.turn(performance.now() / 1000, Date.now() / 1000);
    hearing.look(problems(), keepsFromHearing);
    // What waits to be judged was heard before now.
    if (listening.isSure() && paced.waiting === 0) pipeline.tick(Date.now() / 1000 - LAG_SECONDS);
  }, TICK_MS);

  return {
    ended,
    stop: async () => {
      clearInterval(healthTimer);
      clearInterval(tickTimer);
      isStopping = true;
      untilTold.abort();
      account();
      await source.stop();
      paced.drain();
      pipeline.flush();
      send({ type: "health", body: health() });
      await Promise.all([client.stop(), radio.restore()]);
    },
  };
}

/** Promise.withResolvers, which Node 20 lacks. */
function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (reason: unknown) => void } {
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
