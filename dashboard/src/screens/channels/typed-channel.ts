import type { Channel, ChannelKind, ChannelRequest, ChannelRules } from "@probewarden/contract";

/** One field of a kind's settings. */
export interface SettingField {
  name: string;
  /** `list`: several texts, with commas between. */
  is: "text" | "secret" | "list" | "number" | "security";
  needed?: true;
  example?: string;
}

const secret = (name: string, needed?: true): SettingField => ({ name, is: "secret", ...(needed ? { needed } : {}) });

/** The settings of each kind, in the order in which a person has them at hand. */
export const FIELDS: Readonly<Record<ChannelKind, readonly SettingField[]>> = {
  dingtalk: [secret("address", true), secret("secret"), { name: "mobiles", is: "list", example: "13800000000" }],
  wecom: [secret("address", true), { name: "mobiles", is: "list", example: "13800000000" }],
  feishu: [secret("address", true), secret("secret")],
  email: [
    { name: "host", is: "text", needed: true, example: "smtp.example.com" },
    { name: "port", is: "number", needed: true },
    { name: "security", is: "security", needed: true },
    { name: "user", is: "text" },
    secret("password"),
    { name: "from", is: "text", needed: true, example: "probewarden@example.com" },
    { name: "to", is: "list", needed: true, example: "duty@example.com" },
  ],
  ntfy: [
    { name: "server", is: "text", needed: true, example: "https://ntfy.example.com" },
    { name: "topic", is: "text", needed: true },
    secret("token"),
  ],
  telegram: [
    secret("token", true),
    { name: "chatId", is: "text", needed: true, example: "-1001234567890" },
    { name: "server", is: "text", example: "https://api.telegram.org" },
  ],
  webhook: [{ name: "url", is: "text", needed: true, example: "https://" }, secret("secret", true)],
};

/** What stands in the form, as it is typed. */
export interface TypedChannel {
  kind: ChannelKind;
  name: string;
  enabled: boolean;
  /** By field; lists with commas between. */
  settings: Readonly<Record<string, string>>;
  rules: ChannelRules;
}

const RULES: ChannelRules = {
  band: "suspected",
  cameras: true,
  outages: true,
  digest: "none",
  language: "zh",
  detail: "full",
};
const PRESET: Readonly<Record<string, string>> = { port: "465", security: "tls" };

/** A channel that is new. */
export const newChannel = (kind: ChannelKind, language: ChannelRules["language"]): TypedChannel => ({
  kind,
  name: "",
  enabled: true,
  settings: kind === "email" ? PRESET : {},
  rules: { ...RULES, language },
});

/** One that is kept, without its secrets. */
export function typedOf({ name, enabled, settings, rules }: Channel): TypedChannel {
  const { kind, ...given } = settings;
  const typed = Object.entries(given).map(([field, value]): [string, string] => [
    field,
    Array.isArray(value) ? value.join(", ") : String(value),
  ]);
  return { kind, name, enabled, settings: Object.fromEntries(typed), rules };
}

/** As the collector takes it: what is empty is left out. */
export function requestOf({ kind, name, enabled, settings, rules }: TypedChannel): ChannelRequest {
  const given = FIELDS[kind].flatMap(({ name: field, is }): [string, string | number | string[]][] => {
    const value = (settings[field] ?? "").trim();
    if (is === "list") {
      const items = value.split(/[,，;；\s]+/).filter((item) => item !== "");
      return items.length === 0 ? [] : [[field, items]];
    }
    if (value === "") return [];
    return [[field, is === "number" ? Number(value) : value]];
  });
  return {
    name: name.trim(),
    enabled,
    settings: { kind, ...Object.fromEntries(given) } as ChannelRequest["settings"],
    rules,
  };
}
