import type { SignalRow } from "@probewarden/contract";

type Role = SignalRow["role"];

/** How the embedded store writes a role. The most frequent one takes no octet at all. */
export const ROLE_CODES: Readonly<Record<Role, string>> = { resident: "", venue: "v", suspect: "s", watched: "w" };

/** A role as it stands in the store; earlier versions wrote the word. */
export function roleOf(stored: string): Role {
  const [role] = Object.entries(ROLE_CODES).find(([word, code]) => stored === code || stored === word) ?? [];
  if (role === undefined) throw new RangeError(`no role: ${JSON.stringify(stored)}`);
  return role as Role;
}
