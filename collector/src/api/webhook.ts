import { TestResult, Webhook, WebhookRequest } from "@probewarden/contract";
import { hostOf, isClosedHost } from "../alerts/notify/reachable.ts";
import { webhookHosts } from "../main/webhook-hosts.ts";
import { audit } from "../people/audit.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { Refusal } from "./refusal.ts";

/** The webhook: where alerts are posted, how it fares, and a test. */
export function webhookRoutes(app: App, { webhook, config, state, now }: AppParts): void {
  const tags = ["webhook"];
  const response = { ...failures, 200: answer(Webhook) };
  app.get(
    "/api/webhook",
    {
      schema: {
        tags,
        summary: "Address, queue and latest failures",
        description: "The secret is never shown, only whether there is one.",
        response,
      },
    },
    () => webhook.view(),
  );

  app.put(
    "/api/webhook",
    {
      schema: {
        tags,
        summary: "Set or remove the address",
        ...mayAnswer("bad-address", "closed-address", "secret-needed"),
        description:
          "http or https, without a name or password in it, and not this machine or its own link unless the configuration allows it (/webhook/allow). The first address needs a secret, which signs each message (HMAC-SHA-256).",
        body: WebhookRequest,
        response,
      },
    },
    async (request) => {
      const { url, secret } = request.body;
      if (url !== null) {
        checkAddress(url, webhookHosts(config));
        if (secret === undefined && !(await webhook.settings.hasSecret()))
          throw new Refusal(400, "secret-needed", "give a secret: it signs each message");
      }
      await webhook.settings.set(url, secret);
      await audit(state.db, {
        at: now(),
        by: nameOf(request),
        action: url === null ? "webhook-removed" : "webhook-set",
        subject: "webhook",
      });
      return webhook.view();
    },
  );

  app.post(
    "/api/webhook/test",
    {
      schema: {
        tags,
        summary: "Send a test message now",
        description: "Waits for the receiver, at most 10 s, and says what it answered.",
        response: { ...failures, 200: answer(TestResult) },
      },
    },
    () => webhook.test(),
  );
}

function checkAddress(text: string, allow: readonly string[]): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new Refusal(
      400,
      "bad-address",
      "the address must begin with http:// or https:// (example: https://hooks.example/probewarden)",
    );
  }
  if (url.username !== "" || url.password !== "")
    throw new Refusal(400, "bad-address", "the address must not hold a name or a password");
  const host = hostOf(url);
  if (isClosedHost(host) && !allow.includes(host))
    throw new Refusal(
      400,
      "closed-address",
      `${host} is this machine, its own link or a cloud's metadata; whoever runs the collector can allow it in /webhook/allow`,
    );
}
