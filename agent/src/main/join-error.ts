/** Why a sensor is not joined, for who has other words for it: what the collector answered, or how far the box came. */
export type JoinTrouble =
  | "no-such-site-code"
  | "site-code-over"
  | "site-code-used-up"
  | "join-unproven"
  | "join-needs-tls"
  | "join-version"
  | "too-many-attempts"
  | "unknown-host"
  | "unreachable"
  | "no-network"
  | "unknown-name"
  | "no-collector"
  | "other-collector"
  | "refused"
  | "broker";

/** The sensor is not joined: its collector does not let it in, or is not to be reached. */
export class JoinError extends Error {
  override name = "JoinError";
  readonly trouble: JoinTrouble;

  constructor(trouble: JoinTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}
