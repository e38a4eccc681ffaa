import { Channel, ChannelRequest, Identifier, Items, NoticeRow, TestResult } from "@probewarden/contract";
import { Type } from "typebox";
import type { ChannelFault } from "../alerts/notify/channels.ts";
import { readNotices } from "../alerts/notify/read-notices.ts";
import { audit } from "../people/audit.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf } from "./bounded-list.ts";
import { nameOf } from "./identity.ts";
import { NOTICE_FILTERS } from "./list-filters.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

const USUAL_ROWS = 100;
const STATUS: Partial<Record<ChannelFault["code"], number>> = { "too-many-channels": 409 };
const FAULTS = ["bad-address", "closed-address", "secret-needed", "clear-password"] as const;

/** A channel, or the refusal in the words of its fault. */
export function keptOr(kept: Channel | ChannelFault): Channel {
  if (!("code" in kept)) return kept;
  if (kept.code === "not-found") throw notFound("channel");
  throw new Refusal(STATUS[kept.code] ?? 400, kept.code, kept.text);
}

/** The ways by which people are told, a test of each, and the record of what was sent. */
export function channelRoutes(app: App, { notices, state, now }: AppParts): void {
  const tags = ["channels"];
  const params = Type.Object({ channelId: Identifier("the channel") });
  const response = { ...failures, 200: answer(Channel) };
  const whoAsks = (request: Parameters<typeof nameOf>[0]) => ({ by: nameOf(request), at: now() });

  app.get(
    "/api/channels",
    {
      schema: {
        tags,
        ...forRoles("seeSettings", "all"),
        summary: "Channels by which people are told",
        description:
          "With their rules, what waits, and how the last attempts went; 32 at most. A secret is never shown, only that there is one.",
        response: { ...failures, 200: answer(Items(Channel)) },
      },
    },
    async () => ({ items: await notices.channels.list() }),
  );

  app.post(
    "/api/channels",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        summary: "Make a channel",
        ...mayAnswer(...FAULTS, "too-many-channels"),
        description:
          "Its receiver must not be this machine, its own link or a cloud's metadata unless the configuration allows it (/webhook/allow). It tells of what opens from now on.",
        body: ChannelRequest,
        response,
      },
    },
    async (request) => keptOr(await notices.channels.put(request.body, whoAsks(request))),
  );

  app.put(
    "/api/channels/:channelId",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        summary: "Change a channel",
        ...mayAnswer("not-found", ...FAULTS, "other-kind"),
        description:
          "A secret that is left out is kept, unless it would be sent to another server than before. Switched off, it drops what waits.",
        params,
        body: ChannelRequest,
        response,
      },
    },
    async (request) => {
      const { channelId } = request.params;
      return keptOr(await notices.channels.put(request.body, whoAsks(request), { channelId }));
    },
  );

  app.delete(
    "/api/channels/:channelId",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        summary: "Remove a channel",
        ...mayAnswer("not-found"),
        description: "What waits is dropped; what it told stays in the record. The answer lists those that are left.",
        params,
        response: { ...failures, 200: answer(Items(Channel)) },
      },
    },
    async (request) => {
      if (!(await notices.channels.remove(request.params.channelId, whoAsks(request)))) throw notFound("channel");
      return { items: await notices.channels.list() };
    },
  );

  app.post(
    "/api/channels/:channelId/test",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        summary: "Send a test message now",
        ...mayAnswer("not-found"),
        description: "Waits for the receiver, at most 30 s, and says what it answered.",
        params,
        response: { ...failures, 200: answer(TestResult) },
      },
    },
    async (request) => {
      const { channelId } = request.params;
      const result = await notices.test(channelId);
      if (result === undefined) throw notFound("channel");
      const entry = { ...whoAsks(request), action: "channel-tested", subject: channelId };
      await state.transaction((trx) => audit(trx, entry));
      return result;
    },
  );

  app.get(
    "/api/notices",
    {
      schema: {
        tags,
        ...forRoles("seeSettings", "all"),
        summary: "What was sent to whom, and how it went",
        description: "Latest first. `next` is the page behind.",
        querystring: Type.Object({
          ...NOTICE_FILTERS,
          after: afterCursor,
          limit: limitOf(USUAL_ROWS),
        }),
        response: { ...failures, 200: answer(Items(NoticeRow)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readNotices(state.reading, { ...request.query, limit: request.query.limit ?? USUAL_ROWS }),
      ),
  );
}
