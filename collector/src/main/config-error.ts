/** Configuration that cannot be used. The message names the file, the place in it, what is wrong and how it looks when right. Exit code 2. */
export class ConfigError extends Error {
  override name = "ConfigError";
}
