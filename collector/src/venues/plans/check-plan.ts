import { readFileSync, statSync } from "node:fs";
import { ConfigError } from "@probewarden/cli";
import { imageSize } from "image-size";
import { checkPixels, checkPng, PNG_SIGNATURE } from "./check-png.ts";
import { checkSvg, type SvgRoot } from "./check-svg.ts";
import { PLAN_LIMITS, PlanError, type Plan } from "./plan-limits.ts";

/** How many octets of an SVG its root stands in. */
const HEAD_BYTES = 64 * 1024;

/**
 * Reads the image of a plan that a person named. What it is, its octets say and not its name.
 * @throws PlanError, ConfigError with the file, what is wrong with it and what to do
 */
export async function readPlanFile(file: string): Promise<Plan> {
  let image: Buffer;
  try {
    const found = statSync(file);
    if (!found.isFile()) throw new PlanError(`${file}: the plan is no file`);
    if (found.size > PLAN_LIMITS.bytes) throw tooLarge(file, found.size);
    image = readFileSync(file);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const { code = "unknown error" } = cause as NodeJS.ErrnoException;
    throw new ConfigError(
      `${file}: the plan cannot be read: ${code === "ENOENT" ? "there is no such file" : code} (example: --plan ground.svg)`,
      { cause },
    );
  }
  return checkPlan(image, file);
}

/** {@link readPlanFile} for octets at hand; `file` is their name in messages. @throws PlanError */
export async function checkPlan(image: Buffer, file: string): Promise<Plan> {
  if (image.length > PLAN_LIMITS.bytes) throw tooLarge(file, image.length);
  if (image.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
    const { width, height } = sizeOf(image) ?? refuseSize(file);
    checkPixels(width, height, file);
    checkRatio(width, height, file);
    await checkPng(image, file);
    return { type: "image/png", image, width, height };
  }
  // An SVG may begin with declarations and comments; a picture of another kind holds no such word there.
  if (!/<(svg:)?svg[\s>]/.test(image.subarray(0, HEAD_BYTES).toString("utf8")))
    throw new PlanError(`${file}: it is neither an SVG nor a PNG, whatever its name says`);
  const root = checkSvg(image, file);
  const { width, height } = sizeOf(rootAlone(root)) ?? refuseSize(file);
  const most = root.width === undefined && root.height === undefined ? PLAN_LIMITS.svgViewBox : PLAN_LIMITS.svgSide;
  if (Math.max(width, height) > most)
    throw new PlanError(
      `${file}: it is ${Math.round(width)} × ${Math.round(height)} units large, and ${most} a side are the most`,
      "scale it down; only its shape counts",
    );
  checkRatio(width, height, file);
  return { type: "image/svg+xml", image, width, height };
}

const tooLarge = (file: string, bytes: number): PlanError =>
  new PlanError(
    `${file}: it has ${(bytes / 1e6).toFixed(1)} MB, and a plan may have ${Math.floor(PLAN_LIMITS.bytes / 1e6)}`,
    "save it smaller: 4000 pixels show a hall to the centimetre",
  );

function refuseSize(file: string): never {
  throw new PlanError(`${file}: it does not say how large it is`, 'an SVG needs viewBox="0 0 WIDTH HEIGHT"');
}

function checkRatio(width: number, height: number, file: string): void {
  if (Math.max(width, height) > PLAN_LIMITS.ratio * Math.min(width, height))
    throw new PlanError(`${file}: it is a strip of ${Math.round(width)} × ${Math.round(height)}, and no plan`);
}

/** Width and height, where both are numbers above zero. */
function sizeOf(image: Buffer): { width: number; height: number } | undefined {
  try {
    const { width, height } = imageSize(image);
    return width > 0 && height > 0 && Number.isFinite(width + height) ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}

/** The root by itself: image-size looks for it in the text, and may take a comment for it; and of a viewBox it knows blanks only. */
function rootAlone({ width, height, viewBox }: SvgRoot): Buffer {
  const said = {
    width,
    height,
    viewBox: viewBox
      ?.trim()
      .split(/[\s,]+/)
      .join(" "),
  };
  const attributes = Object.entries(said).flatMap(([name, value]) =>
    value === undefined || value.includes('"') ? [] : [` ${name}="${value.trim()}"`],
  );
  return Buffer.from(`<svg ${attributes.join("")}/>`);
}
