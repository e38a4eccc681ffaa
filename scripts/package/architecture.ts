/** Processors for which packages are made, by the name that Debian gives each. */
export const ARCHITECTURES = ["amd64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** The same by Node's names. */
export const NODE_NAMES: Record<Architecture, string> = { amd64: "x64", arm64: "arm64" };

/** The one of this machine; undefined where none is made for it. */
export const ownArchitecture = (): Architecture | undefined =>
  ARCHITECTURES.find((one) => NODE_NAMES[one] === process.arch);
