export { ConfigError } from "./config-error.ts";
export { CommandError, EXIT, explainError, explainUsage, type Explanation } from "./explain-error.ts";
export { firstMistake } from "./first-mistake.ts";
export { makeFolder } from "./make-folder.ts";
export { nearest } from "./nearest.ts";
export { openThread } from "./open-thread.ts";
export { printable } from "./printable.ts";
export { readFileOf } from "./read-file-of.ts";
export { readSettings, type SettingsFile } from "./read-settings.ts";
