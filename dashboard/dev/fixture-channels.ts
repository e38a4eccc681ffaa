import type { Channel, ChannelRequest } from "@probewarden/contract";

const SECRETS: readonly string[] = ["address", "secret", "token", "password"];

/** Channels of the made-up collector, as people change them. */
export class FixtureChannels {
  rows: Channel[];

  constructor(rows: readonly Channel[]) {
    this.rows = [...rows];
  }

  /** Does what a request asks for; undefined where it is about something else. */
  change(method: string | undefined, path: string, body: string): object | undefined {
    const asked = /^\/api\/channels(?:\/([^/]+))?$/.exec(path);
    if (asked === null) return undefined;
    const [, channelId = "channel-new"] = asked;
    const others = this.rows.filter((row) => row.channelId !== channelId);
    if (method === "DELETE") {
      this.rows = others;
      return { items: others };
    }
    const { settings, ...request } = JSON.parse(body) as ChannelRequest;
    const given = Object.entries(settings);
    const before = this.rows.find((row) => row.channelId === channelId);
    const kept: Channel = {
      waiting: 0,
      held: 0,
      ...before,
      ...request,
      channelId,
      settings: Object.fromEntries(given.filter(([name]) => !SECRETS.includes(name))) as Channel["settings"],
      secrets: [
        ...new Set([...(before?.secrets ?? []), ...given.flatMap(([name]) => (SECRETS.includes(name) ? [name] : []))]),
      ],
      to: before?.to ?? "receiver.example",
      changedAt: new Date().toISOString(),
      changedBy: "demo",
    };
    this.rows = [...others, kept];
    return kept;
  }
}
