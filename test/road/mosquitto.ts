import { connect } from "node:net";
import { until, type Running, type Sandbox } from "./sandbox.ts";

/** A real mosquitto on a port of 127.0.0.1, without accounts and without persistence: a broker that forgets everything when it is killed. */
export async function startMosquitto(sandbox: Sandbox, port: number): Promise<Running> {
  const config = sandbox.write(
    "mosquitto.conf",
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 0\nmax_queued_messages 0\n`,
  );
  const running = sandbox.start("/usr/sbin/mosquitto", ["-c", config]);
  await until("mosquitto to listen", () => answers(port), 10, running.log);
  return running;
}

const answers = (port: number): Promise<true | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(undefined));
  });
