import { connect } from "node:net";

/**
 * What became of a connection: taken; refused by the host, which is there; no way to the host, as a router or this machine says; or no word at all.
 */
export type Knock = "open" | "closed" | "unreachable" | "silent";

/** A port that does not take a connection in this time is closed to us; on a local network it takes a few milliseconds. */
const KNOCK_MILLISECONDS = 1_000;

/** No route here or further on (ICMP destination unreachable), or forbidden on the way. */
const NO_WAY: ReadonlySet<string> = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "EACCES",
  "EPERM",
]);

/** Whether something takes a connection there. Nothing is sent. */
export function knockAt(host: string, port: number): Promise<Knock> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (said: Knock): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(said);
    };
    const timer = setTimeout(() => end("silent"), KNOCK_MILLISECONDS);
    socket.on("connect", () => end("open"));
    socket.on("error", (error) => end(knockOf("code" in error ? String(error.code) : "")));
  });
}

/** What an error of a connection says of the host. Whatever is no word of a router is one of the host itself, if only that the port is closed. */
export function knockOf(code: string): Exclude<Knock, "open"> {
  if (NO_WAY.has(code)) return "unreachable";
  // After so long the system gives up by itself.
  return code === "ETIMEDOUT" ? "silent" : "closed";
}

/** What is told of an address where no port took a connection: that it is there, where any refused; else what kept us from it. */
export function notTaken(knocks: readonly Knock[]): Exclude<Knock, "open"> {
  if (knocks.includes("closed")) return "closed";
  return knocks.includes("unreachable") ? "unreachable" : "silent";
}
