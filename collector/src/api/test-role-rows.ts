import { ROLES } from "@probewarden/contract";
import type { DescribedRoute } from "./test-described-routes.ts";

/** The rows of the table of routes and roles in docs/people.md, from the API's own description. */
export const roleRows = (routes: readonly DescribedRoute[]): string[] =>
  routes.map(({ method, path, operation, open }) => {
    const cells = ROLES.map((role) => (open || operation["x-roles"].includes(role) ? "✓" : "–"));
    return `| ${method} \`${path}\` | ${cells.join(" | ")} | ${operation["x-scope"]} |`;
  });
