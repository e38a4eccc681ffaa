/** Octets as the collector takes them. */
export async function toBase64(file: Blob): Promise<string> {
  const octets = new Uint8Array(await file.arrayBuffer());
  const PIECE = 0x8000;
  let text = "";
  // All octets at once are more arguments than a call may have.
  for (let at = 0; at < octets.length; at += PIECE) text += String.fromCharCode(...octets.subarray(at, at + PIECE));
  return btoa(text);
}
