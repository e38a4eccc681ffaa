import { AuditLine, AuditReport, CodeName, Items, OperatorText, Sha256 } from "@probewarden/contract";
import { Type } from "typebox";
import { readAuditPage } from "../people/read-audit.ts";
import { verifyAudit } from "../people/verify-audit.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf } from "./bounded-list.ts";
import { answer, failures } from "./named-schemas.ts";
import { noted } from "./noted-reads.ts";

const USUAL_ROWS = 200;

export const AUDIT_FILTERS = {
  by: Type.Optional(OperatorText("only what this account did", 64)),
  action: Type.Optional(CodeName("only this")),
  subject: Type.Optional(OperatorText("only what was done to this")),
};

/** The record of who did what: to read and to look through. Nothing changes it. */
export function auditRoutes(app: App, { state }: AppParts): void {
  const tags = ["audit"];
  app.get(
    "/api/audit",
    {
      schema: {
        tags,
        ...forRoles("audit", "all"),
        ...noted("audit-read"),
        summary: "Who did what, latest first",
        description:
          "Every change, and every look at evidence, accounts and this record. Each line is linked to the one before it by SHA-256. `next` is the page behind.",
        querystring: Type.Object({ ...AUDIT_FILTERS, after: afterCursor, limit: limitOf(USUAL_ROWS) }),
        response: { ...failures, 200: answer(Items(AuditLine)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readAuditPage(state.reading, { ...request.query, limit: request.query.limit ?? USUAL_ROWS }),
      ),
  );

  app.get(
    "/api/audit/check",
    {
      schema: {
        tags,
        ...forRoles("audit", "all"),
        summary: "Whether every line is as it was written",
        description:
          "Looks through the whole chain and names the first link that does not hold: a line that was changed, taken away or put in. With `end`, a link that was written down before, also a chain that was written anew as a whole is found out.",
        querystring: Type.Object({ end: Type.Optional(Sha256("a link that was written down before")) }),
        response: { ...failures, 200: answer(AuditReport) },
      },
    },
    (request) => verifyAudit(state.reading.db, request.query.end),
  );
}
