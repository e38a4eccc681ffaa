/**
 * What walls of these kinds take of a signal at 2.4 GHz, in dB: judged, for no two walls are alike. The place of a suspect believes four
 * fifths of it, give or take a third (`place/src/figures.ts`).
 */
export const MATERIALS = { glass: 3, light: 4, brick: 8, concrete: 13, metal: 20 } as const;
export type Material = keyof typeof MATERIALS;

/** The kind whose loss is nearest. */
export const materialOf = (lossDb: number): Material =>
  (Object.keys(MATERIALS) as Material[]).reduce((best, each) =>
    Math.abs(MATERIALS[each] - lossDb) < Math.abs(MATERIALS[best] - lossDb) ? each : best,
  );
