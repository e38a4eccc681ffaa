let known: { width: number; scale: number } | undefined;

/** How much larger than by themselves marks, charts and words are drawn in a window of this width, as the sheets say it (`--scale`). */
export function shownScale(): number {
  if (known?.width !== innerWidth) {
    const said = getComputedStyle(document.documentElement).getPropertyValue("--scale");
    known = { width: innerWidth, scale: Number(said) || 1 };
  }
  return known.scale;
}
