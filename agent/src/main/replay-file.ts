import { readCanaries, readNetworks } from "../replay/replay-inputs.ts";
import { replayFile } from "../replay/replay.ts";

/** What was asked of `replay`. */
export interface ReplayArguments {
  jsonl: boolean;
  networks?: string;
  canaries?: string;
}

/** Judges a capture file and prints what follows. */
export async function replay(path: string, { jsonl, networks, canaries }: ReplayArguments): Promise<void> {
  await replayFile({
    path,
    jsonl,
    out: (text) => void process.stdout.write(text),
    ...(networks === undefined ? {} : { networks: readNetworks(networks) }),
    ...(canaries === undefined ? {} : { canaries: readCanaries(canaries) }),
  });
}
