import { copyFile, mkdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = { ".svg": "image/svg+xml", ".png": "image/png" };

/** Images of floor plans, in the folder `plans` of the data. Both ids are Identifiers, so neither can leave the folder. */
const planFile = (dataDir: string, venueId: string, floorId: string, extension: string): string =>
  join(dataDir, "plans", `${venueId}.${floorId}${extension}`);

/** Where the API serves a floor's plan. */
export const planUrl = (venueId: string, floorId: string): string => `/api/venues/${venueId}/floors/${floorId}/plan`;

/** Reads a floor's plan; undefined when there is none. */
export async function readPlan(
  dataDir: string,
  venueId: string,
  floorId: string,
): Promise<{ type: string; image: Buffer } | undefined> {
  for (const [extension, type] of Object.entries(TYPES)) {
    try {
      return { type, image: await readFile(planFile(dataDir, venueId, floorId, extension)) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  return undefined;
}

/** Keeps a copy of an image as a floor's plan. @throws RangeError when it is neither `.svg` nor `.png` */
export async function keepPlan(dataDir: string, venueId: string, floorId: string, image: string): Promise<void> {
  const extension = extname(image).toLowerCase();
  if (!(extension in TYPES)) throw new RangeError(`${image}: a plan is an .svg or a .png`);
  await mkdir(join(dataDir, "plans"), { recursive: true, mode: 0o700 });
  await copyFile(image, planFile(dataDir, venueId, floorId, extension));
}
