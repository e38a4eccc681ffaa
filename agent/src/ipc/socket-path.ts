import { join } from "node:path";

/** The socket between the parts cannot be used; the message says which and what to do. */
export class IpcError extends Error {
  override readonly name = "IpcError";
}

/** Longest path of an AF_UNIX socket, in octets: `sun_path` is 108 with its final zero (unix(7)); 104 on macOS. */
export const MAX_SOCKET_PATH = 103;

/** Path of the socket in the runtime folder. Whoever reads the configuration refuses a folder whose name is too long for one. */
export const socketPath = (runtimeDir: string): string => join(runtimeDir, "probewarden.sock");
