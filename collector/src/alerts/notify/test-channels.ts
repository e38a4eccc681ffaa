import type { Channel, ChannelRules, ChannelSettings } from "@probewarden/contract";
import type { Channels } from "./channels.ts";

/** For tests: rules of a channel that tells of everything at once. */
export const EVERYTHING: ChannelRules = {
  band: "suspected",
  cameras: true,
  outages: true,
  digest: "none",
  language: "zh",
  detail: "full",
};

/** For tests: keeps a channel that is enabled; throws where it is refused. */
export async function putChannel(
  channels: Channels,
  settings: ChannelSettings,
  rules: Partial<ChannelRules> = {},
  name: string = settings.kind,
): Promise<Channel> {
  const kept = await channels.put(
    { name, enabled: true, settings, rules: { ...EVERYTHING, ...rules } },
    { by: "test", at: 1 },
  );
  if ("code" in kept) throw new Error(kept.code);
  return kept;
}

/** For tests: the webhook that tells of everything in both languages. */
export const putWebhook = (channels: Channels, url: string, rules: Partial<ChannelRules> = {}): Promise<Channel> =>
  putChannel(channels, { kind: "webhook", url, secret: "s3cret" }, { language: "both", ...rules });
