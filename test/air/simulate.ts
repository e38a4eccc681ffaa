import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InventoryEntry } from "@probewarden/contract";
import { spellAddress } from "../../agent/src/radio/dot11/address.ts";
import { networksFrom } from "../../agent/src/replay/replay-inputs.ts";
import { AccessPoint } from "./actors/access-point.ts";
import { AdHocNetwork } from "./actors/ad-hoc.ts";
import type { Box } from "./actors/boxes/box.ts";
import { makeBox } from "./actors/boxes/make-box.ts";
import { Phone } from "./actors/phone.ts";
import { Air } from "./air.ts";
import type { PhoneGroup, Scene } from "./scene.ts";
import { SimulatedSensor } from "./sensor.ts";
import { TruthWriter } from "./truth.ts";

/** What a simulation came to. */
export interface Simulated {
  /** One capture for each sensor, in the scene's order. */
  captures: string[];
  truth: string;
  networks: InventoryEntry[];
  transmitters: number;
  /** Frames sent, and frames in the captures. */
  frames: number;
  heard: number;
}

/** Plays a scene and writes into `folder` a capture and a label for each sensor, and truth.json. */
export function simulate(scene: Scene, folder: string): Simulated {
  mkdirSync(folder, { recursive: true });
  const startMicroseconds = Date.parse(scene.start) * 1000;
  const captures = scene.sensors.map(({ name }) => join(folder, `${name}.pcapng`));
  const sensors = scene.sensors.map(
    (of, index) =>
      new SimulatedSensor(
        of,
        captures[index] ?? "",
        `seed ${scene.seed}, sensor ${of.name}`,
        startMicroseconds,
        scene.seed * 97 + index,
      ),
  );
  const truthFile = join(folder, "truth.json");
  const truth = new TruthWriter(truthFile, {
    seed: scene.seed,
    start: scene.start,
    seconds: scene.seconds,
    sensors: scene.sensors,
  });
  const air = new Air(scene, sensors, truth);
  const { listed, boxes } = fill(air);
  const networks = networksFrom(listed, "the scene");
  air.run();
  for (const sensor of sensors) sensor.close();
  truth.close();
  const attackers = [...new Set(boxes.flatMap(({ record }) => [...record.addresses]))].map(spellAddress);
  for (const { of } of sensors) writeLabel(join(folder, `${of.name}.json`), scene, { listed, attackers });
  const heard = sensors.reduce((sum, sensor) => sum + sensor.heard, 0);
  return { captures, truth: truthFile, networks, transmitters: air.transmitters, frames: air.frames, heard };
}

/** Puts everybody into the air; phones come when their time has come, so that only those who are there are held. */
function fill(air: Air): { listed: unknown[]; boxes: Box[] } {
  const { scene } = air;
  const listed: unknown[] = [];
  const points: AccessPoint[] = [];
  for (const group of scene.accessPoints)
    for (let count = 0; count < group.count; count++) {
      const point = new AccessPoint(air, group);
      points.push(point);
      if (group.venue)
        for (const { parts } of point.networks)
          listed.push({
            bssid: spellAddress(parts.bssid),
            ssid: parts.ssid,
            channel: parts.channel,
            security: parts.security === "transition" ? "wpa2" : parts.security,
          });
      air.after(group.from, () => point.start());
    }
  for (const group of scene.phones) comeAndGo(air, group);
  for (const group of scene.adHoc) air.after(group.from, () => new AdHocNetwork(air, group).start());
  const boxes = scene.boxes.map((of) => {
    const box = makeBox(air, of, points);
    air.after(of.from, () => box.start());
    return box;
  });
  return { listed, boxes };
}

/** Phones of a group that are there at once at any time: about as many as the mean stay asks for, all over the scene. */
function comeAndGo(air: Air, group: PhoneGroup): void {
  const random = air.randomOf(0x5eed + group.count);
  const span = Math.max(1, air.scene.seconds - group.from);
  // Of a stationary crowd, those who are there when it begins, and those who come while it lasts.
  const atFirst = Math.round((group.count * group.staySeconds) / (group.staySeconds + span));
  const arrive = (): void => new Phone(air, group, -group.staySeconds * Math.log(1 - random.next())).start();
  for (let count = 0; count < atFirst; count++) air.after(group.from + random.next() * Math.min(10, span), arrive);
  let left = group.count - atFirst;
  const next = (): void => {
    if (left-- <= 0) return;
    arrive();
    air.after(span / (group.count - atFirst), next);
  };
  if (left > 0) air.after(group.from, next);
}

/** What `npm run evaluate` reads beside a capture. */
function writeLabel(
  path: string,
  scene: Scene,
  { listed, attackers }: { listed: readonly unknown[]; attackers: readonly string[] },
): void {
  const kinds = [...new Set(scene.boxes.map(({ kind }) => LABELS[kind]))];
  const starts = scene.boxes.map(({ from }) => from);
  const label = {
    simulated: true,
    kinds,
    ...(starts.length === 0 ? {} : { attackStartSeconds: Math.min(...starts) }),
    accessPoints: listed,
    attackers,
  };
  writeFileSync(path, `${JSON.stringify(label, null, 2)}\n`);
}

const LABELS = {
  karma: "karma",
  "mana-loud": "mana_loud",
  "known-beacons": "known_beacons",
  "presence-rts": "presence_ping",
  "presence-null": "presence_ping",
  "presence-gas": "presence_ping",
  deauthentication: "deauth",
  "evil-twin": "evil_twin",
} as const;
