import type { Floor } from "@probewarden/contract";
import type { ShownSensor } from "../api/shown-sensor.ts";
import { heardDiscs, isHeard } from "../screens/venue/coverage.ts";

/** Pixels across a plan on paper: 180 mm at 200 dots an inch. */
const PLAN_PIXELS = 1_400;
const MOST_PHOTO_PIXELS = 900;
/** A mark and its number, in pixels. */
const MARK = 13;
const HATCH = 14;

const loaded = (address: string): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image();
    image.addEventListener("load", () => resolve(image));
    image.addEventListener("error", () => reject(new Error(`${address}: the picture cannot be had`)));
    image.src = address;
  });

function sheetOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws no pictures");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return [canvas, context];
}

/** A photo out of the store, as a `data:` address. */
export async function photoPicture(address: string): Promise<string> {
  const image = await loaded(address);
  const scale = Math.min(1, MOST_PHOTO_PIXELS / Math.max(image.naturalWidth, image.naturalHeight, 1));
  const [canvas, context] = sheetOf(image.naturalWidth * scale || 640, image.naturalHeight * scale || 480);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.8);
}

/** A mark on a plan: black on white, told by its shape and its number. */
export interface PlanMark {
  at: { x: number; y: number };
  label: string;
  shape: "disc" | "ring" | "triangle";
}

/** A floor on paper: its plan, what no sensor hears hatched, and marks with the numbers of the table. */
export async function planPicture(
  floor: Floor,
  sensors: readonly ShownSensor[],
  marks: readonly PlanMark[],
): Promise<string> {
  const scale = PLAN_PIXELS / floor.widthMetres;
  const [canvas, context] = sheetOf(PLAN_PIXELS, Math.min(PLAN_PIXELS * 1.4, floor.heightMetres * scale));
  const down = canvas.height / floor.heightMetres;
  if (floor.planUrl !== undefined) context.drawImage(await loaded(floor.planUrl), 0, 0, canvas.width, canvas.height);
  const discs = heardDiscs(sensors, floor.floorId);
  context.strokeStyle = "#777";
  context.lineWidth = 1;
  context.beginPath();
  for (let y = 0; y < canvas.height; y += HATCH) {
    for (let x = 0; x < canvas.width; x += HATCH) {
      if (isHeard({ x: (x + HATCH / 2) / scale, y: (y + HATCH / 2) / down }, discs)) continue;
      context.moveTo(x, y + HATCH);
      context.lineTo(x + HATCH, y);
    }
  }
  context.stroke();
  context.strokeStyle = "#000";
  context.lineWidth = 3;
  context.strokeRect(1, 1, canvas.width - 2, canvas.height - 2);
  context.font = "bold 26px sans-serif";
  context.textBaseline = "middle";
  for (const { at, label, shape } of marks) drawMark(context, [at.x * scale, at.y * down], label, shape);
  return canvas.toDataURL("image/png");
}

function drawMark(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  label: string,
  shape: PlanMark["shape"],
): void {
  context.beginPath();
  if (shape === "triangle") {
    context.moveTo(x, y - MARK);
    context.lineTo(x + MARK, y + MARK);
    context.lineTo(x - MARK, y + MARK);
    context.closePath();
  } else context.arc(x, y, MARK, 0, 2 * Math.PI);
  context.fillStyle = shape === "ring" ? "#fff" : "#000";
  context.fill();
  context.stroke();
  const width = context.measureText(label).width;
  const left = x + MARK + 6 + width > context.canvas.width ? x - MARK - 6 - width : x + MARK + 6;
  context.fillStyle = "#fff";
  context.fillRect(left - 3, y - 15, width + 6, 30);
  context.fillStyle = "#000";
  context.fillText(label, left, y + 1);
}
