import { Type, type Static } from "typebox";
import { CodeName, OperatorText, Sha256, Timestamp } from "../brands.ts";

/** One line of the record of who did what, linked to the line before it. */
export const AuditLine = Type.Object(
  {
    seq: Type.Integer({ minimum: 1, description: "its number; no number is left out" }),
    at: Timestamp("when it was done"),
    by: OperatorText("name of the account, or of what acts by itself: collector, command line, a sensor", 64),
    action: CodeName("what was done"),
    subject: OperatorText("to what: an identifier, or a name"),
    before: Sha256("link of the line before"),
    hash: Sha256("its own link: SHA-256 over `before`, a line feed, and [seq,at in ms,by,action,subject] as JSON"),
  },
  { additionalProperties: false, $id: "AuditLine" },
);
export type AuditLine = Static<typeof AuditLine>;

/**
 * Why a link does not hold. `changed`: the line, or the one before it, is not what was written; `missing`: it was taken away; `begins-late`: the
 * first lines were, by no rule; `cut-off`: the last ones were; `outside`: a line stands beside the chain; `not-the-known-link`: the whole chain was
 * written anew.
 */
export const AUDIT_FAULTS = ["changed", "missing", "outside", "cut-off", "begins-late", "not-the-known-link"] as const;
export type AuditFault = (typeof AUDIT_FAULTS)[number];

/** What looking through the whole record found. */
export const AuditReport = Type.Object(
  {
    lines: Type.Integer({ minimum: 0 }),
    from: Type.Integer({ minimum: 0, description: "number of the first line that is left; 0: none is" }),
    to: Type.Integer({ minimum: 0, description: "number of the last line that holds" }),
    end: Sha256("link of that line: written down elsewhere, it shows later that nothing before was rewritten"),
    broken: Type.Optional(
      Type.Object(
        {
          seq: Type.Integer({ minimum: 0, description: "number of the first line whose link does not hold" }),
          fault: Type.Unsafe<AuditFault>(CodeName(`what is wrong: ${AUDIT_FAULTS.join(", ")}`)),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false, $id: "AuditReport" },
);
export type AuditReport = Static<typeof AuditReport>;
