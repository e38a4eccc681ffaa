import type { Element } from "./element-stream.ts";

const VENDOR = 221;
/** OUI and type of Wi-Fi Simple Configuration and of Wi-Fi Direct. */
const JOINED: ReadonlySet<number> = new Set([0x0050f204, 0x506f9a09]);
const MARK_OCTETS = 4;

/**
 * Elements of a frame, those of Wi-Fi Simple Configuration and of Wi-Fi Direct that stand one behind the other put together: what they say may be longer than one of 251 octets
 * has room for, and is then cut anywhere (Wi-Fi Direct 1.9, 4.1.1). The information is a copy where they were more than one.
 */
export function joinAdjacentVendors(elements: Iterable<Element>): Element[] {
  const joined: Element[] = [];
  /** Of the element that was put last: what follows it, part by part. */
  let parts: Uint8Array[] = [];
  let mark: number | undefined;
  const close = (): void => {
    const last = joined.at(-1);
    if (last !== undefined && parts.length > 1) last.information = Uint8Array.from(Buffer.concat(parts));
  };
  for (const it of elements) {
    const own = markOf(it);
    if (own !== undefined && own === mark) {
      parts.push(it.information.subarray(MARK_OCTETS));
      const first = joined.at(-1);
      if (first !== undefined) first.fault ??= it.fault;
      continue;
    }
    close();
    joined.push({ ...it });
    parts = [it.information];
    mark = own;
  }
  close();
  return joined;
}

/** OUI and type of an element that others of its kind may go on with; undefined for all others. */
function markOf({ id, information }: Element): number | undefined {
  if (id !== VENDOR || information.length < MARK_OCTETS) return undefined;
  const [first = 0, second = 0, third = 0, type = 0] = information;
  const mark = first * 2 ** 24 + (second << 16) + (third << 8) + type;
  return JOINED.has(mark) ? mark : undefined;
}
