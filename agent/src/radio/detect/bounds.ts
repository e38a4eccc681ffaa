/** Made by `npm run calibrate`; do not edit. Decibans that labelled recordings alone support, per evidence code. */
export const BOUNDS: Readonly<Record<string, { innocent: number; innocentWith: number; guilty: number; guiltyWith: number; boundDb: number | null }>> = {};
