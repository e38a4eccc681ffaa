/** A `Version` (brands.ts) as semver.org has it: no number begins with a zero (2), and what stands behind the hyphen is one identifier (9). */
const VERSION = /^(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})(?:-([g-z][a-z0-9]{0,10}))?$/;

/**
 * Whether a version comes after another (semver.org, 11): the first of three numbers that differs decides; of the same numbers what has something behind
 * a hyphen comes before what has nothing there, and two such go by the order of ASCII (so rc10 before rc2). What is no version comes after nothing, and
 * nothing after it. One rule for all who ask: a sensor that refuses what its collector orders would stop the update of a venue.
 */
export function isNewerVersion(version: string, than: string): boolean {
  const [one, other] = [VERSION.exec(version), VERSION.exec(than)];
  if (one === null || other === null) return false;
  for (const at of [1, 2, 3]) {
    const difference = Number(one[at]) - Number(other[at]);
    if (difference !== 0) return difference > 0;
  }
  const [before, otherBefore] = [one[4], other[4]];
  return otherBefore !== undefined && (before === undefined || before > otherBefore);
}
