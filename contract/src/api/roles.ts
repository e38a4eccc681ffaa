import { Type, type Static } from "typebox";
import { ROLES, type Role } from "./rights.ts";
import { Identifier, OperatorName } from "../brands.ts";

const RoleName = Type.Unsafe<Role>(
  Type.Union(
    ROLES.map((role) => Type.Literal(role)),
    {
      description:
        "technician: sensors and plans; duty-officer: the inbox; inspector and approver: decisions; auditor: reads all and changes nothing; administrator: accounts and notices, no evidence",
    },
  ),
);
/** What an account may do, each once. */
export const Roles = Type.Array(RoleName, { minItems: 1, maxItems: ROLES.length, uniqueItems: true });

/** Most districts, and most venues, that one account can be held to. */
const MOST_PLACES = 200;

/** Where somebody may do it: everywhere, or in these districts and these venues. */
export const Scope = Type.Union([
  Type.Object(
    { all: Type.Literal(true, { description: "every venue, also those to come" }) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      districts: Type.Array(OperatorName("every venue of this district", 64), { maxItems: MOST_PLACES }),
      venues: Type.Array(Identifier("this venue"), { maxItems: MOST_PLACES }),
    },
    { additionalProperties: false },
  ),
]);
export type Scope = Static<typeof Scope>;
