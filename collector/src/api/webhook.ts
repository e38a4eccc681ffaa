import { TestResult, Webhook, WebhookRequest, type ChannelRules } from "@probewarden/contract";
import { latestFailures } from "../alerts/notify/channels.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { keptOr } from "./channels.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { Refusal } from "./refusal.ts";

/** The channel that these routes are about. */
const CHANNEL_ID = "webhook";
/** It tells of everything, at once, in both languages. */
const RULES: ChannelRules = {
  band: "suspected",
  cameras: true,
  outages: true,
  digest: "none",
  language: "both",
  detail: "full",
};
const MOST_FAILURES = 20;

/** One webhook, for programs that know no channels: the channel of that name. */
export function webhookRoutes(app: App, { notices, state, now }: AppParts): void {
  const tags = ["webhook"];
  const response = { ...failures, 200: answer(Webhook) };
  const { channels } = notices;

  const view = async (): Promise<Webhook> => {
    const channel = await channels.view(CHANNEL_ID);
    if (channel?.settings.kind !== "webhook") return { hasSecret: false, waiting: 0, failures: [] };
    const { settings, secrets, enabled, waiting, lastSentAt } = channel;
    const failed = await latestFailures(state.db, CHANNEL_ID, MOST_FAILURES);
    return {
      ...(enabled ? { url: settings.url } : {}),
      hasSecret: secrets.includes("secret"),
      waiting,
      failures: failed.map(({ failure: { said: _, ...failure }, attempts, givenUp }) => ({
        ...failure,
        attempts,
        ...(givenUp === undefined ? {} : { givenUp }),
      })),
      ...(lastSentAt === undefined ? {} : { lastSentAt }),
    };
  };

  app.get(
    "/api/webhook",
    {
      schema: {
        tags,
        ...forRoles("seeSettings", "all"),
        summary: "Address, queue and latest failures",
        description: "The channel `webhook`. The secret is never shown, only whether there is one.",
        response,
      },
    },
    view,
  );

  app.put(
    "/api/webhook",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        summary: "Set or remove the address",
        ...mayAnswer("bad-address", "closed-address", "secret-needed", "too-many-channels"),
        description:
          "Makes or changes the channel `webhook`; null switches it off. http or https, without a name or password in it, and not this machine or its own link unless the configuration allows it (/webhook/allow). The first address needs a secret, which signs each message (HMAC-SHA-256).",
        body: WebhookRequest,
        response,
      },
    },
    async (request) => {
      const { url, secret } = request.body;
      const known = await channels.view(CHANNEL_ID);
      if (known !== undefined && known.settings.kind !== "webhook")
        throw new Refusal(400, "other-kind", "a channel stays of its kind; make another one");
      if (known === undefined && url === null) return view();
      const address = url ?? (known?.settings.kind === "webhook" ? known.settings.url : "");
      keptOr(
        await channels.put(
          {
            name: known?.name ?? "Webhook",
            enabled: url !== null,
            settings: { kind: "webhook", url: address, ...(secret === undefined ? {} : { secret }) },
            rules: known?.rules ?? RULES,
          },
          { by: nameOf(request), at: now() },
          known === undefined ? { newId: CHANNEL_ID } : { channelId: CHANNEL_ID },
        ),
      );
      return view();
    },
  );

  app.post(
    "/api/webhook/test",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        summary: "Send a test message now",
        description: "Waits for the receiver, at most 10 s, and says what it answered.",
        response: { ...failures, 200: answer(TestResult) },
      },
    },
    async () =>
      (await notices.test(CHANNEL_ID)) ?? {
        ok: false,
        message: "no address and secret are set",
        code: "not-set",
      },
  );
}
