/** A name with the identifier that the audit holds. */
interface Named {
  venueId: string;
  sensorId?: string;
  name: string;
}

/**
 * What the venues and sensors that a subject speaks of are called today, each once. The chain holds identifiers, for a name may change; whoever
 * reads it knows names. What is gone since has none.
 */
export function namesIn(subject: string, venues: readonly Named[], sensors: readonly Named[]): string[] {
  const words = new Set(subject.split(/[\s/]+/));
  const found = [
    ...venues.filter(({ venueId }) => words.has(venueId)),
    ...sensors.filter(({ sensorId }) => sensorId !== undefined && words.has(sensorId)),
  ];
  return [...new Set(found.map(({ name }) => name))].filter((name) => name !== subject);
}

/** Roles stand in the chain as codes, after a colon and joined by `+` (`ana: inspector+auditor, everywhere`): said in words. */
export function rolesIn<Role extends string>(
  subject: string,
  roles: readonly Role[],
  say: (role: Role) => string,
): string {
  const [, name, codes, rest] = /^(.*: )([a-z+-]+)(,.*)$/s.exec(subject) ?? [];
  const listed = codes?.split("+").map((code) => roles.find((role) => role === code)) ?? [];
  const known = listed.filter((role) => role !== undefined);
  if (known.length === 0 || known.length < listed.length) return subject;
  return `${name}${known.map(say).join(" + ")}${rest}`;
}
