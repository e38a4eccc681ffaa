/** A corner: x and y in metres. */
export type Corner = readonly [number, number];

/** On which side of the line from a to b a point lies: positive on one, negative on the other, 0 on it. */
const sideOf = (a: Corner, b: Corner, [x, y]: Corner): number =>
  (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);

/** Whether a point that lies on the line through a and b lies between them. */
const isBetween = (a: Corner, b: Corner, [x, y]: Corner): boolean =>
  Math.min(a[0], b[0]) <= x && x <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= y && y <= Math.max(a[1], b[1]);

/** Whether two straight pieces have a point in common, their ends included. */
function meet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [ofC, ofD, ofA, ofB] = [sideOf(a, b, c), sideOf(a, b, d), sideOf(c, d, a), sideOf(c, d, b)];
  if (ofC === 0 && isBetween(a, b, c)) return true;
  if (ofD === 0 && isBetween(a, b, d)) return true;
  if (ofA === 0 && isBetween(c, d, a)) return true;
  if (ofB === 0 && isBetween(c, d, b)) return true;
  return ofC > 0 !== ofD > 0 && ofA > 0 !== ofB > 0 && ofC !== 0 && ofD !== 0 && ofA !== 0 && ofB !== 0;
}

/** Whether the closed line through these corners meets itself anywhere but at each corner: then nobody can say what lies within. */
export function crossesItself(corners: readonly Corner[]): boolean {
  const count = corners.length;
  const corner = (at: number): Corner => corners[at % count] ?? [0, 0];
  for (let one = 0; one < count; one++) {
    const [from, to, next] = [corner(one), corner(one + 1), corner(one + 2)];
    if (from[0] === to[0] && from[1] === to[1]) return true;
    // An edge that runs back over the one before it.
    if (sideOf(from, to, next) === 0 && (isBetween(from, to, next) || isBetween(to, next, from))) return true;
    for (let other = one + 2; other < count; other++) {
      // The first and the last edge are neighbours too.
      if (one === 0 && other === count - 1) continue;
      if (meet(from, to, corner(other), corner(other + 1))) return true;
    }
  }
  return false;
}

/** Area within a closed line that does not cross itself, in square metres. */
export function areaWithin(corners: readonly Corner[]): number {
  const sum = corners.reduce((total, [x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % corners.length] ?? [x, y];
    return total + x * nextY - nextX * y;
  }, 0);
  return Math.abs(sum) / 2;
}

/** Whether a place lies within a closed line. */
export function isWithin({ x, y }: { x: number; y: number }, corners: readonly Corner[]): boolean {
  let within = false;
  for (let at = 0, before = corners.length - 1; at < corners.length; before = at, at++) {
    const [[x1, y1], [x2, y2]] = [corners[at] ?? [0, 0], corners[before] ?? [0, 0]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  }
  return within;
}
