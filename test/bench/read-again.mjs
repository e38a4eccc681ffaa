// Reads an address again and again for so many seconds, a tenth of a second between two, and prints how long each took, in milliseconds, as JSON. In
// a process of its own: the one that plays sensors and viewers has pauses too, and they are none of the collector's.
import { Agent, get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

const [address, seconds] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const read = () =>
  new Promise((resolve, reject) => {
    const from = performance.now();
    get(address, { agent }, (answer) => {
      answer.resume();
      answer.once("end", () =>
        answer.statusCode === 200
          ? resolve(performance.now() - from)
          : reject(new Error(`${address} was answered with ${answer.statusCode}`)),
      );
    }).once("error", reject);
  });

const took = [];
for (const until = performance.now() + Number(seconds) * 1000; performance.now() < until; await delay(100))
  took.push(await read());
agent.destroy();
process.stdout.write(JSON.stringify(took));
