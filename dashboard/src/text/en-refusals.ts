import type { Words } from "./words.ts";
import type { zhRefusals } from "./zh-CN-refusals.ts";

const LOOK = "Check that this is the device that you put up, and run probewarden-agent doctor on it.";
const PASSWORD =
  "Give it another password with probewarden-collector sensor add on the server, and join it again on the sensor.";
const UPDATE = "Update the sensor. If it goes on, check whether somebody has touched the device.";
const WAITS =
  "What is over waits at the sensor and comes later. If it goes on, look for somebody who floods the air around it, or check the device.";
const FULL =
  "Deal first with what is listed. Where the number makes no sense, check whether somebody has touched the device.";

/** English words for what was refused to a sensor, and what to do about it. */
export const enRefusals: Words<typeof zhRefusals> = {
  refused: {
    "other-identity": "It uses another sensor's name, or topics that are not its own",
    "too-large": "A message or a field is too large",
    "not-mqtt": "It sends something that is not MQTT",
    "qos-2": "It uses QoS 2, which no sensor does",
    "too-deep": "A message is nested too deep",
    json: "A message is no JSON",
    schema: "A message does not follow the contract",
    "wrong-password": "Somebody gave its name with a wrong password",
    "signs-in-too-often": "It signs in too often",
    "too-fast": "It sends too fast",
    "over-octets": "More octets a minute than a sensor makes",
    "over-messages": "More messages a minute than a sensor makes",
    "over-rows": "More levels and counts a minute than a sensor makes",
    "over-findings": "More findings at once than a sensor holds",
    "over-suspects": "It causes more suspects than a sensor can",
    "over-cameras": "It finds more cameras than a sensor can",
    "over-newcomers": "It reports more new transmitters than a sensor can",
    "excerpt-form":
      "Frames that it sent as evidence are not written as a sensor writes them, or hold what may not leave one",
    "excerpt-unnamed": "Frames that it sent as evidence name an address that none of its findings names",
    "over-pieces": "It asks for more pieces of a release at once than a sensor does",
    "no-such-piece": "It asks for a piece of a release that there is not, or that it was not told to install",
    "out-of-time": "Levels of a time before anything is kept",
  },
  refusedMend: {
    "other-identity": LOOK,
    "too-large": UPDATE,
    "not-mqtt": LOOK,
    "qos-2": LOOK,
    "too-deep": UPDATE,
    json: UPDATE,
    schema: "Compare the versions of sensor and collector, and update the older one.",
    "wrong-password": PASSWORD,
    "signs-in-too-often": "Check whether its network comes and goes, and whether two devices use one name.",
    "too-fast": WAITS,
    "over-octets": WAITS,
    "over-messages": WAITS,
    "over-rows": WAITS,
    "over-findings": FULL,
    "over-suspects": FULL,
    "over-cameras": FULL,
    "over-newcomers": FULL,
    "excerpt-form": UPDATE,
    "excerpt-unnamed":
      "Nothing has to be done: the address was taken back meanwhile, as a rule, and the frames were not kept.",
    "over-pieces": LOOK,
    "no-such-piece": LOOK,
    "out-of-time":
      "Check the sensor's clock (NTP). A sensor that was away for long and sends old records does this too.",
  },
};
