/** The sensor is not joined: its collector does not let it in, or is not to be reached. */
export class JoinError extends Error {
  override name = "JoinError";
}
