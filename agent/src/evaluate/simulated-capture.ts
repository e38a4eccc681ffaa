import { open } from "node:fs/promises";

/** How a capture of the simulator begins its section's comment. It says of itself what nobody else can. */
export const SIMULATED_AIR = "probewarden: simulated air";

/** The section header and its comment stand at the beginning of the file. */
const LOOKED_AT_OCTETS = 4_096;

/** Whether a capture file says of itself that it was simulated: no weight may rest on it, for it knows only what we put into it. */
export async function isSimulated(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT_OCTETS), 0, LOOKED_AT_OCTETS, 0);
    return buffer.subarray(0, bytesRead).includes(SIMULATED_AIR);
  } finally {
    await file.close();
  }
}
