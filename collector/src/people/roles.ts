import { ROLES, type Role } from "@probewarden/contract";

/** Every role once, in the order of the list; what is no role is left out. */
export const tidyRoles = (roles: readonly string[]): Role[] => ROLES.filter((role) => roles.includes(role));

/**
 * Whether the three officers are in one person: who administers does not read evidence and does not audit, who audits changes nothing.
 * A small venue has no choice, so it is allowed, and told.
 */
export const isNotApart = (roles: readonly Role[]): boolean =>
  roles.length > 1 && (roles.includes("administrator") || roles.includes("auditor"));
