/** A photo is drawn at most so large: a bracket and its screws are seen. */
const MOST_SIDE = 1_280;
/** What the collector takes. */
const MOST_BYTES = 384 * 1024;
const QUALITIES = [0.75, 0.6, 0.45];

/** Why a file is no photo: it is none, or it cannot be made small enough. */
export class PhotoFileError extends Error {
  override readonly name = "PhotoFileError";
}

/**
 * Draws a photo anew, upright: pixels alone, without where and when and with what it was taken.
 * @throws PhotoFileError
 */
export async function drawPhoto(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" }).catch((cause: unknown) => {
    throw new PhotoFileError("it is no picture that this browser reads", { cause });
  });
  try {
    const scale = Math.min(1, MOST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (jpeg !== null && jpeg.size <= MOST_BYTES) return jpeg;
    }
    throw new PhotoFileError("it has too many octets, however it is packed");
  } finally {
    image.close();
  }
}
