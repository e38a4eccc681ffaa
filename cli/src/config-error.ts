/** Wrong usage or configuration: exit code 2. The message names the file, the place in it, what is wrong and how it looks when right. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
