import { createServer } from "node:net";

/**
 * Ports below those that systems hand out by themselves (Linux from 32,768, IANA from 49,152). A port that was free a
 * moment ago and lies among those may be a neighbour's by the time that a program binds it: its outgoing connection,
 * or its server that asked for any port; whoever asks at the address then speaks to a stranger.
 */
const LOWEST = 10_000;
const HIGHEST = 32_767;

/** More attempts than a machine needs on which nearly every port is taken. */
const ATTEMPTS = 200;

/**
 * A TCP port of the loopback address that nothing listens on, and that the system gives to nobody who does not ask for it by number.
 * @throws Error when no attempt found one.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (!(await isTaken(port))) return port;
  }
  throw new Error(`No free port was found from ${LOWEST} to ${HIGHEST}.`);
}

/** Whether something listens on this port of the loopback address, or may not be listened on. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(true));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
  });
}
