import { channelOf } from "../../components/figures.ts";

/** How far channels are apart that are next to each other in the answer's lists: of 2.4, 5 and 6 GHz. */
const stepOf = (mhz: number): number => (mhz < 5_000 ? 5 : mhz < 5_950 ? 20 : 80);

/** Channels as they are read out: `1–4`, `6`. Three and more in a row are one piece. */
export function channelRuns(channelsMhz: readonly number[]): string[] {
  const runs: number[][] = [];
  for (const mhz of channelsMhz.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && mhz - last === stepOf(mhz)) run.push(mhz);
    else runs.push([mhz]);
  }
  return runs.flatMap((run) =>
    run.length < 3 ? run.map(nameOf) : [`${nameOf(run[0] ?? 0)}–${nameOf(run.at(-1) ?? 0)}`],
  );
}

const nameOf = (mhz: number): string => String(channelOf(mhz) ?? `${mhz} MHz`);
