import type { CollectorConfig } from "./config.ts";

/** Names of this machine to itself: nobody but who sits at it reaches the demo, so there it may be told of alerts. */
const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** Hosts to which alerts may be posted although they are this machine or of its own link. */
export const webhookHosts = ({ webhook, demo }: Pick<CollectorConfig, "webhook" | "demo">): string[] =>
  [...webhook.allow, ...(demo ? LOOPBACK : [])].map((host) => host.toLowerCase());
