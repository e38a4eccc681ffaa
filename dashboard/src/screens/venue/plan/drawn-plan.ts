import { PlanFileError } from "./plan-file-error.ts";

/** Kinds of image that every browser reads and that hold nothing but pixels. */
export const PLAN_FILES = ["image/png", "image/jpeg", "image/webp"] as const;
const PDF = "application/pdf";
/** What a person may choose. */
export const CHOSEN_FILES = [...PLAN_FILES, PDF].join(",");
export const isPdf = (file: File): boolean => file.type === PDF;
/** Octets of a file that a person may choose: a phone's photograph has a fifth of it. */
export const MOST_FILE_BYTES = 40 * 1024 * 1024;
/** Octets that the collector takes, and sides that a phone's graphics still take. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_SIDE = 4_096;
/** How much smaller a side is drawn when the image has too many octets, and how often. */
const SMALLER = 0.7;
const TRIES = 5;

/** An image as it was drawn anew: pixels alone, without where and with what it was taken. */
export interface DrawnPlan {
  png: Blob;
  width: number;
  height: number;
}

/**
 * Draws the image of a file anew, as a PNG that the collector takes.
 * @throws PlanFileError
 */
export async function drawPlan(file: File): Promise<DrawnPlan> {
  if (!(PLAN_FILES as readonly string[]).includes(file.type)) throw new PlanFileError("kind");
  if (file.size > MOST_FILE_BYTES) throw new PlanFileError("large");
  const image = await createImageBitmap(file).catch((cause: unknown) => {
    throw new PlanFileError("unreadable", { cause });
  });
  try {
    return await drawnFrom(image);
  } finally {
    image.close();
  }
}

/**
 * A picture as a PNG that the collector takes, smaller where it has too many octets.
 * @throws PlanFileError
 */
export async function drawnFrom(image: ImageBitmap | HTMLCanvasElement): Promise<DrawnPlan> {
  let scale = Math.min(1, MOST_SIDE / Math.max(image.width, image.height));
  for (let tries = 0; tries < TRIES; tries += 1, scale *= SMALLER) {
    const drawn = await draw(image, scale);
    if (drawn !== undefined && drawn.png.size <= MOST_BYTES) return drawn;
  }
  throw new PlanFileError("large");
}

async function draw(image: ImageBitmap | HTMLCanvasElement, scale: number): Promise<DrawnPlan | undefined> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext("2d");
  if (context === null) return undefined;
  // What is transparent is paper.
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return png === null ? undefined : { png, width: canvas.width, height: canvas.height };
}

/** A point on an image, as shares of its width and height. */
export interface ImagePoint {
  x: number;
  y: number;
}

/** Width of the floor in metres, of which two points are so many metres apart; undefined where they are one. */
export function widthFrom(
  [from, to]: readonly [ImagePoint, ImagePoint],
  metres: number,
  { width, height }: Pick<DrawnPlan, "width" | "height">,
): number | undefined {
  const pixels = Math.hypot((to.x - from.x) * width, (to.y - from.y) * height);
  return pixels < 1 || !(metres > 0) ? undefined : (metres * width) / pixels;
}
