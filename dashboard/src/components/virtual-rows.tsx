import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  observeWindowOffset,
  observeWindowRect,
  useVirtualizer,
  windowScroll,
  type VirtualizerOptions,
} from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode, type SyntheticEvent } from "react";
import { shownPath } from "./arrival.ts";
import { useSteadyOrder } from "./steady-order.ts";
import { usePrinting } from "./use-printing.ts";
import { cancelIdle, whenIdle } from "./when-idle.ts";

/** Rows beyond either end of what is seen: `j`, `k` and the tab key find the next one there. */
const OVERSCAN = 8;
/** They are drawn once the page has nothing more urgent to do, and after so many milliseconds in any case. */
const BEYOND_WITHIN_MS = 300;
/** About as high as a row is; each is measured once it is drawn. */
const ROW_PX = 68;

type Ways = Required<
  Pick<VirtualizerOptions<Element, Element>, "observeElementRect" | "observeElementOffset" | "scrollToFn">
>;
/** For each list what it was put into. */
const into = new WeakMap<object, Element>();

/**
 * The library's ways, but for two things. A list that is put in scrolls nothing: the page stands where it stands, and to write that would lay it
 * out once more. And it asks where that is with the next frame, when the page is laid out anyway.
 */
const atRest = ({ scrollToFn, observeElementOffset: observe, observeElementRect: rect }: Ways): Ways => ({
  observeElementRect: rect,
  observeElementOffset: (list, told) => {
    const stop = observe(list, told);
    const frame = requestAnimationFrame(() => told(offsetOf(list.scrollElement), false));
    return () => {
      cancelAnimationFrame(frame);
      stop?.();
    };
  },
  scrollToFn: (offset, options, list) => {
    const known = into.get(list);
    if (list.scrollElement !== null) into.set(list, list.scrollElement);
    if (known === list.scrollElement) scrollToFn(offset, options, list);
  },
});
const offsetOf = (scroller: Element | Window | null): number =>
  scroller instanceof Element ? scroller.scrollTop : scrollY;

const BY_ELEMENT = atRest({ observeElementRect, observeElementOffset, scrollToFn: elementScroll });
/** The library's types know a list that scrolls by the window or one that does not; this one is either, as wide as the window is. */
const BY_WINDOW = atRest({
  observeElementRect: observeWindowRect,
  observeElementOffset: observeWindowOffset,
  scrollToFn: windowScroll,
} as unknown as Ways);

/** What scrolls an element: its nearest ancestor that does, or the window. */
function scrollerOf(element: Element): Element | Window {
  for (let up = element.parentElement; up !== null && up !== document.body; up = up.parentElement)
    if (/auto|scroll/.test(getComputedStyle(up).overflowY)) return up;
  return window;
}

/** How many lists there are in what scrolls them. */
const lists = new WeakMap<HTMLElement, number>();

/** Keeps the browser from holding what is seen where it is. @returns lets it again, when no list is left */
function withoutAnchor(scroller: HTMLElement): () => void {
  const count = (more: 1 | -1): void => {
    const now = (lists.get(scroller) ?? 0) + more;
    lists.set(scroller, now);
    scroller.style.overflowAnchor = now > 0 ? "none" : "";
  };
  count(1);
  return () => count(-1);
}

/** What scrolls the list, and how far below the beginning of that the list begins, in pixels. */
function useScroller(list: { readonly current: HTMLElement | null }) {
  const [place, setPlace] = useState<{ scroller: Element | Window; margin: number }>({ scroller: window, margin: 0 });
  const measure = (): void => {
    if (list.current === null) return;
    const scroller = scrollerOf(list.current);
    const { top } = list.current.getBoundingClientRect();
    const margin = Math.round(
      scroller instanceof Element ? top - scroller.getBoundingClientRect().top + scroller.scrollTop : top + scrollY,
    );
    setPlace((before) => (before.scroller === scroller && before.margin === margin ? before : { scroller, margin }));
  };
  useLayoutEffect(() => {
    // Told at once, and when what stands above the list grows or shrinks: then the page is laid out anyway. A narrow window scrolls as a whole.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    if (place.scroller instanceof Element) for (const child of place.scroller.children) observer.observe(child);
    addEventListener("resize", measure);
    // The list keeps by itself what is read where it is; the browser would hold what stands below it.
    const held = place.scroller instanceof HTMLElement ? place.scroller : document.documentElement;
    const letGo = withoutAnchor(held);
    return () => {
      letGo();
      observer.disconnect();
      removeEventListener("resize", measure);
    };
  }, [place.scroller]);
  return place;
}

/** Ids of rows that stay drawn wherever the list is scrolled to: which has the focus, and in which somebody has begun to write. */
function useKeptRows() {
  const focused = useRef<string>(undefined);
  const touched = useRef(new Set<string>());
  const idOf = ({ currentTarget, target }: SyntheticEvent): string | undefined =>
    [...currentTarget.children].find(
      (row): row is HTMLElement => row.contains(target as Node) && row instanceof HTMLElement,
    )?.dataset["id"];
  return {
    ids: (): string[] => [...touched.current, ...(focused.current === undefined ? [] : [focused.current])],
    handlers: {
      onFocus: (event: SyntheticEvent) => {
        focused.current = idOf(event);
      },
      onBlur: () => {
        focused.current = undefined;
      },
      // A form in a row is part of what a person is at work on.
      onClick: (event: SyntheticEvent) => {
        const id = (event.target as Element).closest("button, textarea, input") === null ? undefined : idOf(event);
        if (id !== undefined) touched.current.add(id);
      },
    },
  };
}

/** Whether rows beyond what is seen are drawn: not in the first frame, which waits for nothing that nobody sees. */
function useBeyond(): boolean {
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    const idle = whenIdle(() => setOn(true), BEYOND_WITHIN_MS);
    return () => cancelIdle(idle);
  }, []);
  return isOn;
}

/**
 * Rows of which those are drawn that are seen, and some beyond, and all on paper: a list of thousands costs what a short one does. All have
 * their room, so that the scroll bar tells the truth; a screen reader is told which of how many each is. Rows do not change places under the
 * pointer.
 * @param children draws a row as one `li`
 * @param href where a row leads, if it leads anywhere: a row that somebody comes back from is drawn wherever it stands
 */
export function VirtualRows<T>({
  rows: given,
  id,
  href,
  className = "rows",
  isBelow = false,
  children,
}: {
  rows: readonly T[];
  id: (row: T) => string;
  href?: ((row: T) => string) | undefined;
  className?: string;
  /** Another list stands above: none of its rows is drawn until it is known which are seen. */
  isBelow?: boolean;
  children: (row: T) => ReactNode;
}) {
  const { rows, hold } = useSteadyOrder(given, id);
  const list = useRef<HTMLUListElement>(null);
  const isPrinting = usePrinting();
  const { scroller, margin } = useScroller(list);
  const kept = useKeptRows();
  const hasBeyond = useBeyond();
  const left = shownPath();
  const leftAt = useMemo(() => (href === undefined ? -1 : rows.findIndex((row) => href(row) === left)), [rows, left]);
  const virtual = useVirtualizer<Element, Element>({
    ...(scroller instanceof Element ? BY_ELEMENT : BY_WINDOW),
    getScrollElement: () => (list.current === null ? null : scroller) as Element | null,
    // So that the first frame has rows already.
    initialRect: { width: innerWidth, height: isBelow ? 0 : innerHeight },
    count: rows.length,
    getItemKey: (at) => keyOf(rows[at], id, at),
    estimateSize: () => ROW_PX,
    // Told by the browser once the row is laid out; until then it is as high as before, or as any.
    measureElement: (_row, entry) => entry?.borderBoxSize[0]?.blockSize ?? ROW_PX,
    overscan: hasBeyond ? OVERSCAN : 0,
    scrollMargin: margin,
    rangeExtractor: (range) => {
      const held = new Set(kept.ids());
      // With its neighbours, so that the keys go on from it.
      const at = held.size === 0 ? [] : rows.flatMap((row, on) => (held.has(id(row)) ? [on - 1, on, on + 1] : []));
      const all = new Set([...defaultRangeExtractor(range), ...at, leftAt]);
      return [...all].filter((one) => one >= 0 && one < rows.length).toSorted((a, b) => a - b);
    },
  });
  // While rows go, the range of before may still name some behind the last.
  const drawn = virtual.getVirtualItems().filter(({ index }) => index < rows.length);
  const room = virtual.getTotalSize();
  const before = useRef<readonly T[]>(given);
  /** Those that joined a list that was there: they fade in, and not who is scrolled to. */
  const joined = useRef<ReadonlySet<string>>(new Set());

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    if (isPrinting) return stack(element);
    if (before.current !== given) {
      const old = new Set(before.current.map(id));
      joined.current = new Set(old.size === 0 ? [] : given.map(id).filter((one) => !old.has(one)));
      before.current = given;
    }
    let end = margin;
    for (const [at, { index, start, end: own, key }] of drawn.entries()) {
      const row = element.children[at];
      if (!(row instanceof HTMLElement)) continue;
      row.dataset["index"] = String(index);
      row.dataset["id"] = String(key);
      row.ariaPosInSet = String(index + 1);
      row.ariaSetSize = String(rows.length);
      row.toggleAttribute("data-new", joined.current.has(String(key)));
      row.style.marginTop = `${start - end}px`;
      end = own;
      if (virtual.elementsCache.get(key) !== row) virtual.measureElement(row);
    }
    element.style.paddingBottom = `${Math.max(0, margin + room - end)}px`;
  });

  return (
    <ul ref={list} className={`${className} virtual`} {...hold} {...kept.handlers}>
      {(isPrinting ? rows : drawn.map(({ index }) => rows[index]!)).map((row) => children(row))}
    </ul>
  );
}

/** One row below the other, as they come. */
function stack(element: HTMLElement): void {
  for (const row of element.children) if (row instanceof HTMLElement) row.style.marginTop = "";
  element.style.paddingBottom = "";
}

const keyOf = <T,>(row: T | undefined, id: (row: T) => string, at: number): string =>
  row === undefined ? `none ${at}` : id(row);
