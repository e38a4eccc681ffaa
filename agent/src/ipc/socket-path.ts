import { join } from "node:path";

/** The socket between the parts cannot be used; the message says which and what to do. */
export class IpcError extends Error {
  override readonly name = "IpcError";
}

/** Longest path of an AF_UNIX socket, in octets: `sun_path` is 108 with its final zero (unix(7)); 104 on macOS. */
const MAX_SOCKET_PATH = 103;

/** Path of the socket in the runtime folder. Throws {@link IpcError} when the folder's name is too long for a socket. */
export function socketPath(runtimeDir: string): string {
  const path = join(runtimeDir, "probewarden.sock");
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new IpcError(`runtimeDir: ${runtimeDir} is too long for a socket (example: /run/probewarden)`);
  }
  return path;
}
