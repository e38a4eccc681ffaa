import { CaptureFileError } from "../radio/capture/capture-file-error.ts";
import { readCanaries, readNetworks } from "../replay/replay-inputs.ts";
import { languageOf, type ReplayLanguage } from "../replay/replay-words.ts";
import { replayFile } from "../replay/replay.ts";

/** What was asked of `replay`. */
export interface ReplayArguments {
  jsonl: boolean;
  networks?: string;
  canaries?: string;
  lang?: ReplayLanguage;
}

/** Judges a capture file and prints what follows. Rejects with `CaptureFileError` when not one of its frames could be read. */
export async function replay(path: string, { jsonl, networks, canaries, lang }: ReplayArguments): Promise<void> {
  const { unread } = await replayFile({
    path,
    jsonl,
    language: lang ?? languageOf(process.env),
    out: (text) => void process.stdout.write(text),
    ...(networks === undefined ? {} : { networks: readNetworks(networks) }),
    ...(canaries === undefined ? {} : { canaries: readCanaries(canaries) }),
  });
  if (unread?.much === "nothing")
    throw new CaptureFileError(`${path === "-" ? "stdin" : path}: ${unread.text} ${unread.help}`);
}
