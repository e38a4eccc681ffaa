import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import type { LabelledAir } from "./labelled-air.ts";
import { atAnotherLevel, onAnotherChannel, on5GHz } from "./other-places.ts";
import { byOtherMakers, byAttackersOfAMaker, byAttackersOfNoMaker, underOtherNames } from "./other-names.ts";
import { takeApart, putTogether } from "./frame-parts.ts";

/** The same air told otherwise: nothing that makes an attack one, or an innocent one, is different in it. Undefined where it cannot be told so. */
export type Retelling = (air: LabelledAir) => LabelledAir | undefined;

/** A radio that hops is on the channel in one second of so many. */
const HOP_SECONDS = 5;
/** Fewer frames than this are no air. */
const FEWEST = 20;

const withFrames = (air: LabelledAir, frames: readonly CapturedFrame[]): LabelledAir | undefined =>
  frames.length < FEWEST ? undefined : { ...air, frames };

/** What a radio hears that is on the channel in one second of five. */
export const hoppedPast =
  (phase: number): Retelling =>
  (air) => {
    const start = air.frames[0]?.atSeconds ?? 0;
    return withFrames(
      air,
      air.frames.filter(({ atSeconds }) => Math.floor(atSeconds - start) % HOP_SECONDS === phase),
    );
  };

/** The sensor is switched on while the attack has been going on for so long. */
const switchedOn =
  (afterSeconds: number): Retelling =>
  (air) => {
    const from = (air.attackAt ?? air.frames[0]?.atSeconds ?? 0) + afterSeconds;
    return withFrames(
      air,
      air.frames.filter(({ atSeconds }) => atSeconds >= from),
    );
  };

const inTheMiddle: Retelling = (air) => {
  const from = air.attackAt ?? air.frames[0]?.atSeconds ?? 0;
  const middle = (from + (air.frames.at(-1)?.atSeconds ?? from)) / 2;
  return withFrames(
    air,
    air.frames.filter(({ atSeconds }) => atSeconds >= middle),
  );
};

const withoutEvery =
  (every: number, phase: number): Retelling =>
  (air) =>
    withFrames(
      air,
      air.frames.filter((_, index) => index % every !== phase),
    );

/** Without a header of the radio's and without an FCS, as a file that knows nothing of either. */
const bare: Retelling = (air) =>
  withFrames(
    air,
    air.frames.map((frame) => {
      const parts = takeApart(frame);
      return putTogether(
        { ...frame, linkType: 105, fcsAtEnd: false },
        { ...parts, header: Buffer.alloc(0), hasFcs: false },
      );
    }),
  );

const inTurn =
  (...steps: readonly Retelling[]): Retelling =>
  (air) =>
    steps.reduce<LabelledAir | undefined>((told, step) => (told === undefined ? undefined : step(told)), air);

/** Every way in which a recording is told again. */
export const RETELLINGS: Readonly<Record<string, Retelling>> = {
  "as recorded": (air) => air,
  ...Object.fromEntries([0, 1, 2, 3, 4].map((phase) => [`one second in five, ${phase}`, hoppedPast(phase)])),
  "switched on five seconds into it": switchedOn(5),
  "switched on in the middle of it": inTheMiddle,
  "without its first half minute": (air) => {
    const from = (air.frames[0]?.atSeconds ?? 0) + 30;
    return withFrames(
      air,
      air.frames.filter(({ atSeconds }) => atSeconds >= from),
    );
  },
  "under other names": underOtherNames,
  "by other makers": byOtherMakers,
  "the attackers' addresses are a maker's": byAttackersOfAMaker,
  "the attackers' addresses are no maker's": byAttackersOfNoMaker,
  "every second frame lost": withoutEvery(2, 0),
  "every other second frame lost": withoutEvery(2, 1),
  "every third frame lost": withoutEvery(3, 1),
  "on another channel": onAnotherChannel,
  "on 5 GHz": on5GHz,
  "fifteen decibels weaker": atAnotherLevel(-15),
  "fifteen decibels stronger": atAnotherLevel(15),
  "without headers of the radio": bare,
  "without the venue's list": (air) => (air.networks.length === 0 ? undefined : { ...air, networks: [] }),
  ...Object.fromEntries(
    [0, 1, 2, 3, 4].map((phase) => [
      `one second in five, without the venue's list, ${phase}`,
      inTurn((air) => (air.networks.length === 0 ? undefined : { ...air, networks: [] }), hoppedPast(phase)),
    ]),
  ),
  "all of it at once": inTurn(
    underOtherNames,
    byOtherMakers,
    onAnotherChannel,
    atAnotherLevel(-15),
    withoutEvery(3, 0),
  ),
};
