export { askerAt, type AnswerCheck, type Asker } from "./ask.ts";
export { ConfigError } from "./config-error.ts";
export { CommandError, EXIT, explainError, explainUsage, type Explanation } from "./explain-error.ts";
export { firstMistake } from "./first-mistake.ts";
export { giveToOwnerOf, makeFolder } from "./make-folder.ts";
export { nearest } from "./nearest.ts";
export { openThread } from "./open-thread.ts";
export { packageFile } from "./package-file.ts";
export { printable, printableLine } from "./printable.ts";
export { readFileOf, readJsonOf, whyUnread } from "./read-file-of.ts";
export { safeCell } from "./safe-cell.ts";
export { readSettings, type SettingsFile } from "./read-settings.ts";
export {
  channelOf,
  idOfCode,
  isProof,
  JOIN_VERSION,
  joinLink,
  keyOf,
  looksLikeCode,
  makeWords,
  proofOf,
  readCode,
  type TypedCode,
} from "./join/site-code.ts";
