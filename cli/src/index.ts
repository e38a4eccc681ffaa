export { ConfigError } from "./config-error.ts";
export { CommandError, EXIT, explainError, explainUsage, type Explanation } from "./explain-error.ts";
export { makeFolder } from "./make-folder.ts";
export { openThread } from "./open-thread.ts";
export { readFileOf } from "./read-file-of.ts";
export { readSettings, type SettingsFile } from "./read-settings.ts";
