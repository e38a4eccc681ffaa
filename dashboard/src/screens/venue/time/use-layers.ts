import { useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { useChangeSearch } from "../../../components/use-change-search.ts";

/** What may be drawn over a plan. */
export const LAYERS = ["suspects", "exposure", "load", "coverage", "cameras"] as const;
export type Layer = (typeof LAYERS)[number];

const STORED = "probewarden.layers";
const USUAL: readonly Layer[] = ["suspects"];

/** Layers that a text names; undefined where there is no text. An empty one names none. */
export const readLayers = (text: string | null): Layer[] | undefined =>
  text === null ? undefined : LAYERS.filter((layer) => text.split(",").includes(layer));

/** The layers that are drawn: those of the address, else those that this person looked at last. */
export function useLayers(): { shown: ReadonlySet<Layer>; toggle: (layer: Layer) => void } {
  const [search] = useSearchParams();
  const change = useChangeSearch();
  const asked = search.get("layers");
  const [text, setText] = useState(() => asked ?? localStorage.getItem(STORED));
  // Somebody followed a link to other layers.
  useEffect(() => {
    if (asked !== null) setText(asked);
  }, [asked]);
  const shown = useMemo(() => new Set(readLayers(text) ?? USUAL), [text]);
  return {
    shown,
    toggle: (layer) => {
      const next = LAYERS.filter((one) => shown.has(one) !== (one === layer)).join(",");
      localStorage.setItem(STORED, next);
      setText(next);
      change({ layers: next });
    },
  };
}
