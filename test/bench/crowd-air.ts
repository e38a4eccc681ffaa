import { hashAddress } from "../../agent/src/radio/dot11/hash-address.ts";
import { element, nameOf } from "../../agent/src/radio/made-air-for-tests.ts";
import { MODELS, questionOf } from "../air/actors/phone.ts";
import { answerOf, blockAckOf, EVERYBODY, FLAG, frameOf, rtsOf } from "../air/frames.ts";
import { MAKES, SECURITIES } from "../air/makes.ts";
import { INVENTED, RADIO_OCTETS, setClock, type HostileMix } from "./hostile-air.ts";

/** Of so many transmitters one is an access point: of the most, as many as the memories of who advertises hold. */
const TO_ONE_ACCESS_POINT = 50;
const ACCESS_POINTS = INVENTED + 0x1_0000_0000;
/** Of so many stations one is let in somewhere; the others pass by and ask. */
const TO_ONE_MEMBER = 3;
/** One frame in three is a beacon, at half a time unit each: whatever their number, access points that beacon in turn do so every so many units. */
const TO_ONE_BEACON = 3;
const FRAME_MICROSECONDS = 512;
const BEACON_TU = (TO_ONE_BEACON * FRAME_MICROSECONDS) / 1_024;
/** Each was switched on so long before the one after it: no two share a clock. */
const CLOCKS_APART_MICROSECONDS = 10_000_019;
/** It scatters stations over the frames: any number. */
const SCATTER = 0x5eed;
const CHANNEL = 6;
/** Data frames of visitors, up and down: what they open, and what they get. */
const UP_OCTETS = 90;
const DOWN_OCTETS = 330;

/** Where in a beacon its number stands, and where its name begins. */
const SEQUENCE_AT = RADIO_OCTETS + 22;
const NAME_DIGITS = 5;

/** Of each of the makes that are set up in places of work, a beacon and an answer without name, clock and address. */
const ADVERTISEMENTS = [MAKES.home, MAKES.wifi6, MAKES.enterprise, MAKES.wifi7].map((make) => {
  const before = Buffer.concat([Buffer.alloc(10), Buffer.from([0x31, 0x04])]);
  const after = make.after(CHANNEL, SECURITIES.wpa2);
  const tim = element(5, 0, 1, 0, 0);
  return {
    beacon: Buffer.concat([before, nameOf("shop-".padEnd(5 + NAME_DIGITS, "0")), make.before(CHANNEL), tim, after]),
    answer: Buffer.concat([before, nameOf("shop-".padEnd(5 + NAME_DIGITS, "0")), make.before(CHANNEL), after]),
  };
});
const NAME_AT = RADIO_OCTETS + 24 + 12 + 2 + 5;
const QUESTIONS = MODELS.map((model) => questionOf("", model));

/**
 * Air of so many transmitters, as it is in a full hall: one frame in three is a beacon, two in nine are questions of who passes by, two in nine
 * RTS and acknowledgements, two in nine data, Null frames and answers. Recordings of halls have as many and more of beacons, and each as
 * long (`docs/operate.md`). Nobody in it means harm, so nothing is to be found: an access point keeps its beat and a clock of its own, and each
 * station is as likely as any other.
 */
export function crowdOf(transmitters: number): HostileMix {
  const accessPoints = Math.max(2, Math.floor(transmitters / TO_ONE_ACCESS_POINT));
  const stations = transmitters - accessPoints;
  const members = Math.max(1, Math.floor(stations / TO_ONE_MEMBER));
  const advertised = (octets: Buffer, answers: boolean, receiver: number, number: number, index: number): number => {
    const bssid = ACCESS_POINTS + number;
    const { beacon, answer } = ADVERTISEMENTS[number % ADVERTISEMENTS.length]!;
    const kind = answers ? "probeResponse" : "beacon";
    const body = answers ? answer : beacon;
    const end = put(octets, frameOf({ kind, receiver, transmitter: bssid, sequence: 0, body }));
    // Beacons and answers of an access point, which come in any order, count on.
    octets.writeUInt16LE((Math.floor(index / accessPoints) & 0xfff) << 4, SEQUENCE_AT);
    octets.write(String(number).padStart(NAME_DIGITS, "0"), NAME_AT, "latin1");
    const clock = index * FRAME_MICROSECONDS + (accessPoints - number) * CLOCKS_APART_MICROSECONDS;
    setClock(octets, clock, BEACON_TU * accessPoints);
    return end;
  };
  return {
    name: `${transmitters} transmitters`,
    rate: 1e6 / FRAME_MICROSECONDS,
    leastFrames: 500_000,
    write(octets, index) {
      if (index % TO_ONE_BEACON === 0)
        return advertised(octets, false, EVERYBODY, (index / TO_ONE_BEACON) % accessPoints, index);
      const random = hashAddress(index, SCATTER) >>> 0;
      const member = random % members;
      const station = INVENTED + member;
      const bssid = ACCESS_POINTS + (member % accessPoints);
      const passer = INVENTED + members + (random % (stations - members));
      const parts = { sequence: index, durationMicroseconds: 44 };
      switch (index % 9) {
        case 1:
        case 5: {
          const body = QUESTIONS[random % QUESTIONS.length]!;
          return put(
            octets,
            frameOf({
              kind: "probeRequest",
              ...parts,
              receiver: EVERYBODY,
              transmitter: passer,
              third: EVERYBODY,
              body,
            }),
          );
        }
        case 2: {
          const body = Buffer.alloc(UP_OCTETS);
          const flags = FLAG.toDs | FLAG.protected;
          return put(
            octets,
            frameOf({ kind: "qosData", flags, ...parts, receiver: bssid, transmitter: station, body }),
          );
        }
        case 4: {
          if (index % 2 === 0) return put(octets, rtsOf(bssid, station));
          return put(octets, blockAckOf(bssid, station, index));
        }
        case 7:
          return put(octets, answerOf("ack", station));
        default: {
          if (index % 2 === 0) return advertised(octets, true, passer, random % accessPoints, index);
          const body = Buffer.alloc(DOWN_OCTETS);
          const flags = FLAG.fromDs | FLAG.protected;
          return put(
            octets,
            frameOf({ kind: "qosData", flags, ...parts, receiver: station, transmitter: bssid, body }),
          );
        }
      }
    },
  };
}

function put(octets: Buffer, frame: Buffer): number {
  octets.set(frame, RADIO_OCTETS);
  return RADIO_OCTETS + frame.length;
}
