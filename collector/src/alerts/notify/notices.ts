import type { TestResult } from "@probewarden/contract";
import type { StateStore } from "../../store/state/open-state.ts";
import { Channels } from "./channels.ts";
import { channelOf } from "./kinds/all-kinds.ts";
import type { Notifier } from "./notifier.ts";
import { retryAfter } from "./queue/retry-schedule.ts";
import { remind } from "./queue/reminders.ts";
import { claim, dueChannels, freeAll, settle, type Claimed } from "./queue/send-due.ts";
import { spread } from "./queue/spread.ts";
import type { SpreadParts } from "./queue/spread-parts.ts";

/** Alerts that open within this time of the first go out together: ten boxes at once are ten lines and one message. */
export const GROUP_MS = 3_000;
/** How often the queue is looked at, how many notices of a channel are sent at a look, and by how many channels at once. */
export const LOOK_MS = 1_000;
const MOST_NOTICES = 50;
const AT_ONCE = 8;
/** How often it is asked what nobody has answered. */
const REMIND_MS = 10_000;

export interface NoticesParts {
  state: StateStore;
  now: () => number;
  /** Under which the collector's pages are reached; absent: no public name is known, and notices hold no link. */
  publicUrl?: string;
  /** Hosts that a notice may go to although they are this machine or of its own link: the configuration's word. */
  allow?: readonly string[];
  groupMs?: number;
  lookMs?: number;
  remindMs?: number;
  mostWaiting?: number;
  /** Seconds to wait after so many failed attempts; undefined gives up. */
  retryAfter?: (attempts: number) => number | undefined;
  /** How many suspects have no alert because too many would have opened at once; absent: none. */
  heldBack?: () => number;
  /** Called with the alerts and outages whose delivery changed. */
  changed: (ids: readonly string[]) => void;
  /** Called when the queue itself fails (the store, not a receiver). */
  failed: (error: unknown) => void;
}

/**
 * Tells people: makes notices of what opened, for every channel that wants it, and sends them from a durable queue until their receivers have
 * taken them. Any number of collectors may do so on one database.
 */
export class Notices implements Notifier {
  readonly channels: Channels;
  readonly #parts: NoticesParts;
  readonly #spread: SpreadParts;
  #group: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #stopped = true;
  #lookedForLeftAt = 0;
  #remindedAt = 0;
  /** Channels that are being sent through: a slow one holds no other up. */
  readonly #sending = new Map<string, Promise<void>>();

  constructor(parts: NoticesParts) {
    this.#parts = parts;
    const { state, now, publicUrl, heldBack, mostWaiting, changed, failed } = parts;
    this.channels = new Channels(state, parts.allow ?? []);
    this.#spread = {
      state,
      now,
      changed,
      failed,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(heldBack === undefined ? {} : { heldBack }),
      ...(mostWaiting === undefined ? {} : { mostWaiting }),
    };
  }

  /** Looks from now on for what is due. Said again it changes nothing: of two looks beside each other one would outlive {@link stop}. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    if (this.#parts.state.dialect === "sqlite") this.#inTurn(() => freeAll(this.#parts.state, this.#parts.now()));
    // What waited for its group when the collector stopped goes with the next one.
    this.alertOpened();
    this.#lookLater(0);
  }

  /** Ends after the attempts that are under way; what waits stays in the queue. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#group);
    this.#group = undefined;
    clearTimeout(this.#look);
    await this.#work;
    await Promise.all(this.#sending.values());
  }

  wanted(): Promise<boolean> {
    return this.channels.areAny();
  }

  alertOpened(): void {
    if (this.#stopped || this.#group) return;
    this.#group = setTimeout(() => {
      this.#group = undefined;
      this.#inTurn(async () => {
        await spread(this.#spread);
        await this.#sendDue();
      });
    }, this.#parts.groupMs ?? GROUP_MS);
  }

  /** Sends a test through a channel at once and says what the receiver answered; undefined: there is no such channel. */
  async test(channelId: string): Promise<TestResult | undefined> {
    const channel = await this.channels.known(channelId);
    if (channel === undefined) return undefined;
    const { settings, rules } = channel;
    const { now, allow = [] } = this.#parts;
    const at = now();
    const { waitSeconds: _, ...result } = await channelOf(settings).send(
      settings,
      { kind: "test", lines: [] },
      { language: rules.language, detail: rules.detail, now: at, key: `test-${at}`, allow },
    );
    return result;
  }

  /** How many notices wait, and whether those of some channel do not get through. */
  howItGoes(): Promise<{ waiting: number; failing: boolean }> {
    return this.channels.howItGoes();
  }

  async #sendDue(): Promise<void> {
    const due = await dueChannels(this.#parts.state, this.#parts.now());
    const idle = due.filter((channelId) => !this.#sending.has(channelId));
    // Not waited for: the next look comes while a slow receiver takes its time.
    for (const channelId of idle.slice(0, Math.max(0, AT_ONCE - this.#sending.size)))
      this.#sending.set(
        channelId,
        this.#sendAll(channelId)
          .catch(this.#parts.failed)
          .finally(() => this.#sending.delete(channelId)),
      );
  }

  async #sendAll(channelId: string): Promise<void> {
    const { state, now, changed } = this.#parts;
    for (let count = 0; count < MOST_NOTICES && !this.#stopped; count += 1) {
      const claimed = await claim(state, channelId, now());
      if (claimed === undefined) return;
      await this.#send(claimed);
      changed(claimed.notice.lines.map(({ subjectId }) => subjectId));
    }
  }

  async #send(claimed: Claimed): Promise<void> {
    const { state, now, allow = [], retryAfter: waits } = this.#parts;
    const { channel, notice, key, attempts } = claimed;
    const { settings, rules } = channel;
    const { language, detail } = rules;
    const sending = await channelOf(settings).send(settings, notice, { language, detail, now: now(), key, allow });
    const seconds = (waits ?? retryAfter)(attempts + 1);
    const at = now();
    await settle(state, claimed, sending, {
      now: at,
      nextAt: seconds === undefined ? undefined : at + seconds * 1000,
    });
  }

  /** What a collector left untold that died before its group went out, and was not started again. */
  async #spreadLeft(): Promise<void> {
    const { state, groupMs = GROUP_MS, now } = this.#parts;
    if (now() - this.#lookedForLeftAt < groupMs) return;
    this.#lookedForLeftAt = now();
    const before = now() - 2 * groupMs;
    const alert = await state.db
      .selectFrom("alerts")
      .select("alert_id")
      .where("spread_at", "is", null)
      .where("raised_at", "<=", before)
      .limit(1)
      .executeTakeFirst();
    const outage = await state.db
      .selectFrom("outages")
      .select("outage_id")
      .where("spread_at", "is", null)
      .where("opened_at", "<=", before)
      .limit(1)
      .executeTakeFirst();
    if (alert !== undefined || outage !== undefined) await spread(this.#spread);
  }

  async #remind(): Promise<void> {
    const { now, remindMs = REMIND_MS } = this.#parts;
    if (now() - this.#remindedAt < remindMs) return;
    this.#remindedAt = now();
    await remind(this.#spread);
  }

  #lookLater(ms: number): void {
    this.#look = setTimeout(() => {
      this.#inTurn(async () => {
        try {
          await this.#spreadLeft();
          await this.#remind();
          await this.#sendDue();
        } finally {
          if (!this.#stopped) this.#lookLater(this.#parts.lookMs ?? LOOK_MS);
        }
      });
    }, ms);
  }

  /** One thing at a time. */
  #inTurn(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(this.#parts.failed);
  }
}
