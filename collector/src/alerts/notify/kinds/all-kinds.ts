import type { ChannelKind, ChannelSettings } from "@probewarden/contract";
import { dingtalkChannel } from "./dingtalk.ts";
import { emailChannel } from "./email.ts";
import { feishuChannel } from "./feishu.ts";
import type { NoticeChannel } from "./notice-channel.ts";
import { ntfyChannel } from "./ntfy.ts";
import { telegramChannel } from "./telegram.ts";
import { webhookChannel } from "./webhook.ts";
import { wecomChannel } from "./wecom.ts";

/** Every kind of channel, by name. */
export const ALL_KINDS: { readonly [Kind in ChannelKind]: NoticeChannel<Kind> } = {
  webhook: webhookChannel,
  email: emailChannel,
  dingtalk: dingtalkChannel,
  wecom: wecomChannel,
  feishu: feishuChannel,
  ntfy: ntfyChannel,
  telegram: telegramChannel,
};

/** The channel that these settings are for. */
export const channelOf = (settings: ChannelSettings): NoticeChannel => ALL_KINDS[settings.kind];
