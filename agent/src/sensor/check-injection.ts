import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { AgentConfig } from "../main/config.ts";
import { madeUpAddress, writeQuestion } from "../radio/canaries/canary-frame.ts";
import type { Obstacle } from "../radio/canaries/canary-sender.ts";
import type { RadioSource } from "../radio/live-source.ts";
import { makeRadioSource } from "../radio/radio-source.ts";
import type { DoctorCheck } from "./doctor-report.ts";

/** Milliseconds that the radio has until it is on a channel where it may send, and the frame until it is heard. */
const READY_MS = 5_000;
const HEARD_MS = 2_000;
const LOOK_MS = 20;

const MEND: Readonly<Record<Obstacle, string>> = {
  "no-injection": "Build npm pcap: sudo apt install libpcap-dev g++ make python3, then npm ci; tcpdump cannot send.",
  "no-country": "Set radio.country.",
  "no-channel": "Take a channel into the plan on which a station may begin to send, such as 1, 6 or 11.",
  "send-failed": "Another adapter or driver; or take radio.sendCanaries out.",
};

type Listener = Pick<RadioSource, "source" | "maySend" | "inject" | "restore">;

/**
 * Sends one question as the sensor would, under an address that is nobody's, and listens for it: a second adapter hears it, or the driver hands back what it has
 * sent. Where neither is so, nobody can say whether it went on the air.
 */
export async function checkInjection(
  radio: AgentConfig["radio"],
  file: string,
  listener: Listener = makeRadioSource(radio, file),
  patience = { readyMs: READY_MS, heardMs: HEARD_MS },
): Promise<DoctorCheck> {
  const id = "canaries";
  const address = Buffer.from(madeUpAddress(randomBytes(6)));
  let isHeard = false;
  let tell: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const run = listener.source
    .run(({ bytes }) => {
      if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(address)) return;
      isHeard = true;
      tell();
    })
    .catch(() => undefined);
  const failed = await send(listener, address, patience.readyMs);
  if (failed === undefined) await Promise.race([heard, sleep(patience.heardMs)]);
  await listener.source.stop();
  await run;
  await listener.restore();
  if (failed !== undefined) return { id, state: "failed", says: `bait cannot be sent (${failed})`, todo: MEND[failed] };
  const who = `${radio.sendCanaries?.responsible ?? "nobody"} answers for it`;
  if (isHeard) return { id, state: "ok", says: `a question was sent and heard; ${who}` };
  return {
    id,
    state: "unknown",
    says: `a question was handed to the radio, and nobody heard it: whether it went on the air is not known; ${who}`,
    todo: "Let a second adapter or another sensor listen on that channel.",
  };
}

/** Undefined: it was handed to the radio. */
async function send(
  { maySend, inject }: Listener,
  transmitter: Uint8Array,
  readyMs: number,
): Promise<Obstacle | undefined> {
  let where = maySend?.() ?? "no-injection";
  for (let waited = 0; typeof where !== "number" && waited < readyMs; waited += LOOK_MS) {
    await sleep(LOOK_MS);
    where = maySend?.() ?? "no-injection";
  }
  if (typeof where !== "number") return where;
  try {
    inject?.(writeQuestion({ transmitter, name: "" }, where));
    return undefined;
  } catch {
    return "send-failed";
  }
}
