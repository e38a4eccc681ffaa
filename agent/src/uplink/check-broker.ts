import { connect } from "mqtt";
import { explainBrokerError, type UplinkProblem } from "./broker-problem.ts";

const CONNECT_MILLISECONDS = 10_000;

/** Connects once with these credentials and leaves again. Undefined: the broker lets this sensor in. */
export async function checkBroker(login: {
  url: string;
  username?: string;
  password?: string;
  ca?: string | string[];
}): Promise<UplinkProblem | undefined> {
  const { url, ...credentials } = login;
  // With a client identifier of its own: a second connection under the sensor's would end that of the running sensor [MQTT-3.1.4-2]. The
  // brokers of a collector take the login for it and end it all the same; the sensor is back within a second or two, and nothing is lost.
  const client = connect(url, {
    ...credentials,
    protocolVersion: 4,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_MILLISECONDS,
  });
  try {
    return await new Promise<UplinkProblem | undefined>((resolve) => {
      client.once("connect", () => resolve(undefined));
      client.on("error", (error) => resolve(explainBrokerError(new URL(url).host, error)));
      client.once("close", () => resolve(explainBrokerError(new URL(url).host, new Error("closed"))));
    });
  } finally {
    await client.endAsync(true);
  }
}
