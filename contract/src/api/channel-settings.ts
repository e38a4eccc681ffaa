import { Type, type Static } from "typebox";
import { ChatName, MailAddress, OperatorName, PhoneNumber, Secret, TopicName, Url } from "../brands.ts";

const mobiles = Type.Optional(
  Type.Array(PhoneNumber("a phone number that the room knows"), {
    maxItems: 20,
    description: "who is mentioned in the room, by phone number",
  }),
);
const address = Type.Optional(
  Secret("the robot's address as the provider shows it; whoever has it can write to the room"),
);

/** What each kind of channel is told of its receiver. What is a secret goes in and never comes out; left out of a change, it is kept. */
export const CHANNEL_SETTINGS = {
  webhook: Type.Object(
    {
      kind: Type.Literal("webhook"),
      url: Url("http or https: where notices are posted"),
      secret: Type.Optional(Secret("key of the HMAC-SHA-256 signature")),
    },
    { additionalProperties: false },
  ),
  email: Type.Object(
    {
      kind: Type.Literal("email"),
      host: OperatorName("the mail server", 253),
      port: Type.Integer({ minimum: 1, maximum: 65_535, description: "465 for tls, 587 for starttls, mostly" }),
      security: Type.Union([Type.Literal("tls"), Type.Literal("starttls"), Type.Literal("none")], {
        description: "none: in the clear, and without a password",
      }),
      user: Type.Optional(OperatorName("account at the server", 256)),
      password: Type.Optional(Secret("its password or authorisation code")),
      from: MailAddress("the sender"),
      to: Type.Array(MailAddress("a receiver"), { minItems: 1, maxItems: 50, description: "who gets it" }),
    },
    { additionalProperties: false },
  ),
  dingtalk: Type.Object(
    {
      kind: Type.Literal("dingtalk"),
      address,
      secret: Type.Optional(Secret("key of the robot's signature (SEC…)")),
      mobiles,
    },
    { additionalProperties: false },
  ),
  wecom: Type.Object({ kind: Type.Literal("wecom"), address, mobiles }, { additionalProperties: false }),
  feishu: Type.Object(
    {
      kind: Type.Literal("feishu"),
      address,
      secret: Type.Optional(Secret("key of the robot's signature")),
    },
    { additionalProperties: false },
  ),
  ntfy: Type.Object(
    {
      kind: Type.Literal("ntfy"),
      server: Url("http or https: the ntfy server"),
      topic: TopicName("the topic"),
      token: Type.Optional(Secret("access token of the server (tk_…)")),
    },
    { additionalProperties: false },
  ),
  telegram: Type.Object(
    {
      kind: Type.Literal("telegram"),
      server: Type.Optional(Url("a Bot API server of one's own; absent: Telegram's")),
      token: Type.Optional(Secret("the bot's token")),
      chatId: ChatName("chat, group or @channel"),
    },
    { additionalProperties: false },
  ),
} as const;

/** A kind of channel. */
export type ChannelKind = keyof typeof CHANNEL_SETTINGS;
/** The settings of a kind. */
export type ChannelSettingsOf<Kind extends ChannelKind> = Static<(typeof CHANNEL_SETTINGS)[Kind]>;

export const ChannelSettings = Type.Union(
  [
    CHANNEL_SETTINGS.webhook,
    CHANNEL_SETTINGS.email,
    CHANNEL_SETTINGS.dingtalk,
    CHANNEL_SETTINGS.wecom,
    CHANNEL_SETTINGS.feishu,
    CHANNEL_SETTINGS.ntfy,
    CHANNEL_SETTINGS.telegram,
  ],
  { description: "where it goes, by kind; a secret that is left out is kept, and none is ever shown" },
);
export type ChannelSettings = Static<typeof ChannelSettings>;
