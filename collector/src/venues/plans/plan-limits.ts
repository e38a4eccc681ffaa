import { ConfigError } from "@probewarden/cli";

/** What an image of a plan may be. A browser unpacks an image to four octets a pixel and draws every element of an SVG each time it is moved. */
export const PLAN_LIMITS = {
  /** Octets of the file: a scanned hall at 300 dpi has half of it. */
  bytes: 8 * 1024 * 1024,
  /** Pixels of a side: the texture that the graphics of a phone still take. */
  side: 8192,
  /** Pixels together: 160 MB in a browser's memory. */
  pixels: 40_000_000,
  /** CSS pixels of an SVG's side, which is drawn at the size of the screen in any case, and units of its viewBox. */
  svgSide: 20_000,
  svgViewBox: 10_000_000,
  /** How much longer than wide. */
  ratio: 50,
  /** Elements of an SVG, and how deep they lie. */
  elements: 100_000,
  depth: 200,
  /** Elements that are drawn once every `use` stands for what it shows. */
  drawn: 300_000,
} as const;

/** The two kinds of image that every browser shows. */
export type PlanType = "image/svg+xml" | "image/png";

/** An image that was looked through: what it is, whatever its name, and its size in its own pixels. */
export interface Plan {
  type: PlanType;
  image: Buffer;
  width: number;
  height: number;
}

/** An image that is no plan. The message says which file, why, and what to do. */
export class PlanError extends ConfigError {
  constructor(why: string, mend = "example: --plan ground.svg, drawn as plain SVG, or --plan ground.png") {
    super(`${why} (${mend})`);
  }
}
