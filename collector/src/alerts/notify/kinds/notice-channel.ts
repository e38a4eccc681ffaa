import type { ChannelKind, ChannelSettingsOf, TestResult } from "@probewarden/contract";
import type { Notice, NoticeStyle } from "../notice.ts";

/** What came of one attempt. */
export interface Sending extends TestResult {
  /** The receiver asks to be left alone for so long, in seconds. */
  waitSeconds?: number;
}

/** What a channel is given with every notice. */
export interface SendParts extends NoticeStyle {
  /** Epoch milliseconds. */
  now: number;
  /** The same at every attempt of one notice and of no other, so that a receiver whose answer got lost can know it again. */
  key: string;
  /** Hosts to which the configuration gives its word, whatever their addresses. */
  allow: readonly string[];
}

/** A way by which people are told. One file per kind stands beside this one, and `every-kind.test.ts` holds all of them to the same. */
export interface NoticeChannel<Kind extends ChannelKind = ChannelKind> {
  readonly kind: Kind;
  /** Settings that go in and never come out. */
  readonly secrets: readonly string[];
  /** Those of them without which nothing can be sent. */
  readonly needed: readonly string[];
  /** Those that the receiver gets to see: they go to no other server than the one that they were given for. */
  readonly sentSecrets: readonly string[];
  /** The shortest time between two notices that the receiver's documented rate allows, in milliseconds. */
  readonly spacingMs: number;
  /** The receiver in a few words, without any secret. */
  to(settings: ChannelSettingsOf<Kind>): string;
  /** Where it is sent to, for a check before it is kept; undefined where a needed setting is missing. */
  reaches(settings: ChannelSettingsOf<Kind>): string | undefined;
  /** Sends it and says what the receiver answered. Never throws for what a receiver does. */
  send(settings: ChannelSettingsOf<Kind>, notice: Notice, parts: SendParts): Promise<Sending>;
}

/** A secret that is needed is not there. */
export const NOT_SET: Sending = { ok: false, message: "a setting that it needs is missing", code: "not-set" };
