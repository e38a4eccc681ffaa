import { Type, type Static } from "typebox";
import { CodeName, ProductText, Secret, Timestamp, Url } from "../brands.ts";
import { ProblemFacts, NOTICE_OUTCOMES } from "../problems.ts";

const OutcomeCode = CodeName(`one of: ${NOTICE_OUTCOMES.join(", ")}`);

/** The webhook. Its secret goes in and never comes out. */
export const Webhook = Type.Object(
  {
    url: Type.Optional(Url("where alerts are posted; absent: none")),
    hasSecret: Type.Boolean(),
    waiting: Type.Integer({ minimum: 0, description: "messages in the durable queue" }),
    failures: Type.Array(
      Type.Object(
        {
          at: Timestamp("when"),
          message: ProductText("what went wrong"),
          code: Type.Optional(OutcomeCode),
          facts: Type.Optional(ProblemFacts),
          givenUp: Type.Optional(Type.Boolean({ description: "it was the last attempt" })),
          attempts: Type.Integer({ minimum: 1 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20, description: "latest first" },
    ),
    lastSentAt: Type.Optional(Timestamp("latest success")),
  },
  { additionalProperties: false, $id: "Webhook" },
);
export type Webhook = Static<typeof Webhook>;
export const WebhookRequest = Type.Object(
  {
    url: Type.Union([Url("http or https"), Type.Null()]),
    secret: Type.Optional(Secret("key of the HMAC-SHA-256 signature")),
  },
  { additionalProperties: false },
);
export type WebhookRequest = Static<typeof WebhookRequest>;
