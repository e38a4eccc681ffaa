import { Type, type Static, type TSchema } from "typebox";
import { CodeName, Identifier, ProductText, Url, Version } from "../brands.ts";
import { COLLECTOR_PROBLEM_CODES, problemOf } from "../problems.ts";
import { Alert, AlertStepRow } from "./alert.ts";

/** A list, as every collection of the API answers. */
export const Items = <T extends TSchema>(item: T) =>
  Type.Object(
    {
      items: Type.Array(item),
      more: Type.Optional(Type.Literal(true, { description: "there are more rows than `limit` lets through" })),
      next: Type.Optional(Url("address of the page behind these rows, with its cursor `after`; absent at the end")),
    },
    { additionalProperties: false },
  );

/** An error, as the API answers it everywhere (RFC 9457, `application/problem+json`). `id` stands in the log too. */
export const ApiProblem = Type.Object(
  {
    type: Url("what kind of problem, as a name: urn:probewarden:problem: and the code"),
    title: ProductText("what kind of problem, in words; the same for each of its kind", 120),
    status: Type.Integer({ minimum: 400, maximum: 599, description: "the HTTP status" }),
    detail: ProductText("what failed here and what to do"),
    code: CodeName("what kind of problem, for a program"),
    id: Identifier("of this one occurrence, to find it in the log"),
    retryAfterSeconds: Type.Optional(
      Type.Integer({ minimum: 1, description: "when it is worth trying again, as in Retry-After" }),
    ),
    current: Type.Optional(Alert),
    since: Type.Optional(
      Type.Array(AlertStepRow, { maxItems: 50, description: "moved-on: what happened to the alert meanwhile" }),
    ),
  },
  { additionalProperties: false, $id: "Problem" },
);
export type ApiProblem = Static<typeof ApiProblem>;

export const Readiness = Type.Object(
  {
    state: Type.Union([Type.Literal("ready"), Type.Literal("refusing-data")], {
      description: "refusing-data: the disk, a store or the data folder fails, and nothing new is taken",
    }),
    version: Version("version of the collector"),
    contractVersion: Version("version of the contract"),
    demo: Type.Boolean({ description: "the demo venue: recordings, simulated levels" }),
    faults: Type.Array(problemOf(COLLECTOR_PROBLEM_CODES), {
      maxItems: 16,
      description: "what a person should mend",
    }),
  },
  { additionalProperties: false, $id: "Readiness" },
);
export type Readiness = Static<typeof Readiness>;
