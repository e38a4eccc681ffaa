/** One element of a management frame's body. */
export interface ElementPart {
  id: number;
  octets: Buffer;
}

const HEADER = 24;
/** First octet of Frame Control, and how long the fixed fields are (9.3.3): association and reassociation request, probe request and response, beacon. */
const FIXED: ReadonlyMap<number, number> = new Map([
  [0x00, 4],
  [0x20, 10],
  [0x40, 0],
  [0x50, 12],
  [0x80, 12],
]);

/** The elements of a frame, undefined where it has none or they do not fit. */
export function elementsOf(body: Buffer): ElementPart[] | undefined {
  const fixed = FIXED.get(body[0] ?? -1);
  if (fixed === undefined) return undefined;
  const elements: ElementPart[] = [];
  let at = HEADER + fixed;
  for (; at + 2 <= body.length; at += 2 + body[at + 1]!) {
    const end = at + 2 + body[at + 1]!;
    if (end > body.length) return undefined;
    elements.push({ id: body[at]!, octets: Buffer.from(body.subarray(at + 2, end)) });
  }
  return at === body.length ? elements : undefined;
}

/** The frame with these elements in place of its own. */
export function withElements(body: Buffer, elements: readonly ElementPart[]): Buffer {
  const start = HEADER + (FIXED.get(body[0] ?? -1) ?? 0);
  return Buffer.concat([
    body.subarray(0, start),
    ...elements.flatMap(({ id, octets }) => [Buffer.of(id, octets.length), octets]),
  ]);
}
