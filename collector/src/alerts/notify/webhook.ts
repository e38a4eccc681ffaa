import type { Webhook as WebhookView } from "@probewarden/contract";
import type { StateStore } from "../../store/state/open-state.ts";
import { readAlerts } from "../read-alerts.ts";
import type { Notifier } from "./notifier.ts";
import { post, type PostResult } from "./post.ts";
import { cameraLineText } from "./camera-line.ts";
import { readAlertWords } from "./read-alert-words.ts";
import { readCameraWords } from "./read-camera-words.ts";
import { outageMessage } from "./outage-message.ts";
import { readToldOutages } from "./read-told-outages.ts";
import { retryAfter } from "./webhook-retries.ts";
import { lineText, testMessage, webhookMessage, type AlertLine, type CameraLine } from "./webhook-message.ts";
import { WebhookQueue, type Attempt, type QueuedMessage } from "./webhook-queue.ts";
import { WebhookSettings } from "./webhook-settings.ts";

/** Alerts that open within this time of the first go out together: ten boxes at once are ten lines and one message. */
const GROUP_MS = 10_000;
/** Alerts of one message; a receiver, or the chat room behind it, takes no message of any length. */
const MOST_ALERTS = 100;
/** How often the queue is looked at, and how many messages are sent at a look. */
const LOOK_MS = 1_000;
const MOST_MESSAGES = 50;

export interface WebhookParts {
  state: StateStore;
  now: () => number;
  /** Under which the collector's pages are reached; absent: no public name is known, and messages hold no link. */
  publicUrl?: string;
  /** Hosts that a message may go to although they are this machine or of its own link: the configuration's word. */
  allow?: readonly string[];
  groupMs?: number;
  lookMs?: number;
  /** Seconds to wait after so many failed attempts; undefined gives up. */
  retryAfter?: (attempts: number) => number | undefined;
  /** How many suspects have no alert because too many would have opened at once; absent: none. */
  heldBack?: () => number;
  /** Called with the alerts whose delivery changed. */
  changed: (alertIds: readonly string[]) => void;
  /** Called when the queue itself fails (the store, not the receiver). */
  failed: (error: unknown) => void;
}

/** Tells people through a signed POST, from a durable queue that is tried again until the receiver has taken it. */
export class Webhook implements Notifier {
  readonly settings: WebhookSettings;
  readonly #parts: WebhookParts;
  readonly #queue: WebhookQueue;
  #group: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #stopped = true;
  #lookedForLeftAt = 0;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
    this.settings = new WebhookSettings(parts.state);
    this.#queue = new WebhookQueue(parts.state);
  }

  start(): void {
    this.#stopped = false;
    // What waited for its group when the collector stopped goes with the next one.
    this.alertOpened();
    this.#lookLater(0);
  }

  /** Ends after the attempt that is under way; what waits stays in the queue. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#group);
    this.#group = undefined;
    clearTimeout(this.#look);
    await this.#work;
  }

  async wanted(): Promise<boolean> {
    return (await this.settings.target()) !== undefined;
  }

  alertOpened(): void {
    if (this.#stopped || this.#group) return;
    this.#group = setTimeout(() => {
      this.#group = undefined;
      this.#inTurn(() => this.#gather());
    }, this.#parts.groupMs ?? GROUP_MS);
  }

  /** Sends a test message at once and says what the receiver answered. */
  async test(): Promise<PostResult> {
    const target = await this.settings.target();
    if (!target) return { ok: false, message: "no address and secret are set", code: "not-set" };
    return post(target, testMessage(), this.#parts.now(), this.#parts.allow);
  }

  async view(): Promise<WebhookView> {
    const url = await this.settings.url();
    const lastSentAt = await this.settings.lastSentAt();
    return {
      ...(url === undefined ? {} : { url }),
      hasSecret: await this.settings.hasSecret(),
      waiting: await this.#queue.waiting(),
      failures: await this.#queue.failures(),
      ...(lastSentAt === undefined ? {} : { lastSentAt: new Date(lastSentAt).toISOString() }),
    };
  }

  /** How many messages wait, and whether the latest attempt failed with nothing getting through since. */
  async howItGoes(): Promise<{ waiting: number; failing: boolean }> {
    const { url, waiting, failures, lastSentAt } = await this.view();
    const failedAt = failures[0]?.at;
    return { waiting, failing: url !== undefined && failedAt !== undefined && failedAt > (lastSentAt ?? "") };
  }

  /** Makes messages of all alerts that wait and stand in no message yet, first opened first. */
  async #gather(): Promise<void> {
    const { db } = this.#parts.state;
    const waiting = await db
      .selectFrom("alerts")
      .select("alert_id")
      .where("delivery", "=", "waiting")
      .orderBy("opened_at")
      .execute();
    const queued = await this.#queue.queuedAlertIds();
    const alertIds = waiting.map((row) => row.alert_id).filter((id) => !queued.has(id));
    for (let at = 0; at < alertIds.length; at += MOST_ALERTS) await this.#enqueue(alertIds.slice(at, at + MOST_ALERTS));
    await this.#gatherOutages(queued);
    await this.#sendDue();
  }

  async #gatherOutages(queued: ReadonlySet<string>): Promise<void> {
    const told = (await readToldOutages(this.#parts.state)).filter(({ outage }) => !queued.has(outage.outageId));
    for (let at = 0; at < told.length; at += MOST_ALERTS) {
      const some = told.slice(at, at + MOST_ALERTS);
      await this.#add(
        outageMessage(some),
        some.map(({ outage }) => outage.outageId),
      );
    }
  }

  /** What another collector has begun to tell of meanwhile is looked at again with the next group, for some may be left. */
  async #add(body: string, alertIds: readonly string[]): Promise<void> {
    if (!(await this.#queue.add(body, alertIds, this.#parts.now()))) this.alertOpened();
  }

  /** What a collector left untold that died before its group went out, and was not started again. */
  async #gatherLeft(): Promise<void> {
    const { state, groupMs, now } = this.#parts;
    const ms = groupMs ?? GROUP_MS;
    if (now() - this.#lookedForLeftAt < ms) return;
    this.#lookedForLeftAt = now();
    for (const table of ["alerts", "outages"] as const) {
      const left = await state.db
        .selectFrom(table)
        .select("opened_at")
        .where("delivery", "=", "waiting")
        .where("opened_at", "<=", now() - 2 * ms)
        .limit(1)
        .executeTakeFirst();
      if (left !== undefined) return this.#gather();
    }
  }

  async #enqueue(alertIds: readonly string[]): Promise<void> {
    const { db } = this.#parts.state;
    const names = new Map(
      (await db.selectFrom("venues").select(["venue_id", "name"]).execute()).map((row) => [row.venue_id, row.name]),
    );
    const alerts = (await readAlerts(this.#parts.state, { alertIds })).toSorted((a, b) =>
      a.openedAt.localeCompare(b.openedAt),
    );
    const words = await readAlertWords(
      this.#parts.state,
      alerts.flatMap(({ suspectId }) => suspectId ?? []),
    );
    const cameraWords = await readCameraWords(
      this.#parts.state,
      alerts.flatMap(({ camera }) => camera?.cameraId ?? []),
    );
    const { publicUrl } = this.#parts;
    const told: { line: AlertLine | CameraLine; text: string }[] = [];
    for (const { alertId, venueId, suspectId, suspicion, band, camera, openedAt, raised } of alerts) {
      const page = camera === undefined ? `suspects/${suspectId}` : `cameras/${camera.cameraId}`;
      const ofAny = {
        alertId,
        venueId,
        venueName: names.get(venueId) ?? venueId,
        openedAt,
        ...(raised === undefined ? {} : { raised: raised.reasons }),
        ...(publicUrl === undefined ? {} : { url: `${publicUrl}/${page}` }),
      };
      try {
        if (camera !== undefined) {
          const line = { ...ofAny, ...camera };
          told.push({ line, text: cameraLineText(line, cameraWords.get(camera.cameraId)) });
        } else if (suspectId !== undefined && suspicion !== undefined && band !== undefined) {
          const line = { ...ofAny, suspectId, suspicion, band };
          told.push({ line, text: lineText(line, words.get(suspectId) ?? { timeZone: "UTC", heardBy: [] }) });
        }
      } catch (error) {
        // What is wrong with one alert, or with its venue, keeps nobody from being told of the others.
        this.#parts.failed(error);
        await this.#queue.notWritten(alertId, this.#parts.now());
        this.#parts.changed([alertId]);
      }
    }
    if (told.length === 0) return;
    const toldIds = told.map(({ line }) => line.alertId);
    await this.#add(webhookMessage(told, this.#parts.heldBack?.()), toldIds);
  }

  async #sendDue(): Promise<void> {
    // One that fails is due later: nothing goes round here.
    const send = (message: QueuedMessage): Promise<Attempt> => this.#send(message);
    const due = this.#parts.now();
    for (let count = 0; count < MOST_MESSAGES && !this.#stopped; count += 1) {
      const sent = await this.#queue.sendDue(due, send);
      if (sent === undefined) return;
      if (sent.attempt.taken) await this.settings.sent(this.#parts.now());
      this.#parts.changed(sent.message.alertIds);
    }
  }

  async #send(message: QueuedMessage): Promise<Attempt> {
    const { now, allow, retryAfter: waits } = this.#parts;
    const target = await this.settings.target();
    const result: PostResult = target
      ? await post(target, message.body, now(), allow, message.key)
      : { ok: false, message: "no address is set any more", code: "not-set" };
    if (result.ok) return { taken: true };
    const seconds = (waits ?? retryAfter)(message.attempts + 1);
    return { taken: false, why: result, at: now(), nextAt: seconds === undefined ? undefined : now() + seconds * 1000 };
  }

  #lookLater(ms: number): void {
    this.#look = setTimeout(() => {
      this.#inTurn(async () => {
        try {
          await this.#sendDue();
          await this.#gatherLeft();
        } finally {
          if (!this.#stopped) this.#lookLater(this.#parts.lookMs ?? LOOK_MS);
        }
      });
    }, ms);
  }

  /** One thing at a time, so that no message is sent twice at once. */
  #inTurn(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(this.#parts.failed);
  }
}
