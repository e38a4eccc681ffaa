import type { EvidenceDefinition } from "../evidence.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = [
  "frames",
  "frames-to-one-receiver-in-one-second",
  "receivers",
  "frames-to-everybody",
  "answers-to-unknown-stations",
  "reason-code",
  "good-byes-of-who-had-left",
  "frames-of-impossible-senders",
  "breaks-of-the-counter",
  "good-byes-that-nobody-kept",
  "level-difference-db",
  "protected-good-byes",
  "good-byes-with-integrity-code",
] as const;

/** What `forced-disconnect` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const FORCED_DISCONNECT_EVIDENCE = [
  {
    code: "sustained",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "rate",
        usedDb: 8,
        basis: "measured",
        argument: "Access points that steer busy clients reach the same rate: alone it is below the list.",
      },
    ],
  },
  {
    code: "persistent",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "rate",
        usedDb: 5,
        basis: "judged",
        argument:
          "Ten in a minute are less than ten in ten seconds: a station with a wrong password, or at the edge of the range, is sent away as often. It only says that there is something to attribute.",
      },
    ],
  },
  {
    code: "repeated-untimed",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "rate",
        usedDb: 8,
        basis: "judged",
        argument:
          "Ten that answer nobody, to receivers that had each been sent away twice before, in a recording whose time is lost: as many as an access point that steers sends in some minutes. It only says that there is something to attribute.",
      },
    ],
  },
  {
    code: "burst",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "rate",
        usedDb: 33,
        basis: "judged",
        argument:
          "Twenty new frames in one second to one receiver, or in five seconds of ten to several who had each been sent away twice before, answers to frames of unknown stations left out. A steering access point sends a few; a restart or a closing sends one or two per station and is over. Left over: answers to frames that were not heard here.",
      },
    ],
  },
  {
    code: "repeated-broadcast",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "rate",
        usedDb: 32,
        basis: "judged",
        argument:
          "An access point says good-bye to everybody when it stops, once or twice at one moment, and when it starts again; a start is known by its clock, which begins anew, and is left out. Otherwise, at five moments in ten seconds, or twelve in a minute, none does.",
      },
    ],
  },
  {
    code: "parted-twice",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "direction",
        usedDb: 31,
        basis: "judged",
        argument:
          "11.3: who has left cannot leave. Five times within a minute somebody did, with nobody heard joining in between and no answer to an unknown station among them: both ends dismissed each other by turns, or an association was ended after the authentication that it needs. It is how tools hit both ends. An association that is ended after the authentication counts from the second pair on, for firmware may say a pair in the wrong order.",
      },
    ],
  },
  {
    code: "impossible-sender",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "attribution",
        usedDb: 31,
        basis: "judged",
        argument:
          "9.2.4.3.7: a transmitter is one station, never a group and never the receiver itself. Three such good-byes were written by a program that took every address it saw for a station; damage seldom hits that bit, and not three times.",
      },
    ],
  },
  {
    code: "foreign-in-two-ways",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "attribution",
        usedDb: 31,
        basis: "judged",
        argument:
          "Ten in ten minutes are what any access point sends. But two of three things spoke against their being its own: most were at another level than its frames of the same rate, as for foreign-level; three times their numbers lay outside its counter, as for sequence-break; five times both sides went on half a second later to send each other protected data, with nobody heard joining and no moment in which the network was not heard, although a good-bye deletes the keys (11.3.5, 12.6.18). One radio differs in none of them, and one that steers stations which take no notice in the last.",
      },
    ],
  },
  {
    code: "foreign-level",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "attribution",
        usedDb: 25,
        basis: "judged",
        argument:
          "The median of ten frames and more is over 8 dB, and over twice the scatter, from the access point's own frames of the same rate on its channel (20 dB more where it was heard at other rates only, for some radios read these so differently); a fixed access point varies by 2 to 3 dB, with people in the way by up to 8.",
      },
    ],
  },
  {
    code: "sequence-break",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "attribution",
        usedDb: 25,
        basis: "judged",
        argument:
          "Three times the frames' numbers lay outside the access point's counter, which went on as if they had not been: 10.3.2.14.2 gives management frames one counter. Asked only where the access point's answers to stations were shown to be on it, four times in a row over five seconds, so that a radio with two counters is not taken for two radios.",
      },
    ],
  },
  {
    code: "frozen-sequence",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "attribution",
        usedDb: 22,
        basis: "judged",
        argument:
          "10.3.2.14: a transmitter numbers its frames. Ten of the latest with one number, which went on for longer and more often than a repetition does, whatever the Retry bit says, were written by a program.",
      },
    ],
  },
  {
    code: "probing-follows",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "effect",
        usedDb: 4,
        basis: "judged",
        argument:
          "Three times as many questions as before within seconds: who was thrown off looks about. It follows a restart as well, so it says little of who did it.",
      },
      {
        suspicion: "probe-box",
        family: "forcing",
        usedDb: 12,
        basis: "judged",
        argument:
          "Good-byes make phones show themselves, which is what a probe box wants; those who throw visitors off for other reasons are many more. It never puts anybody on the list alone.",
      },
    ],
  },
  {
    code: "switch-not-made",
    facts: ["announcements", "switches-not-made", "announced-channel"],
    weights: [
      {
        suspicion: "disruption",
        family: "switching",
        usedDb: 32,
        basis: "judged",
        argument:
          "11.8.8: an access point that announces a switch says so in each beacon, and goes when its count is over. Four times within a minute it was announced, and beacons without an announcement went on where they had been, past the count or five of them before: they are the access point's, and know of no switch. Left over: an access point that tries and fails again and again.",
      },
    ],
  },
  {
    code: "channel-held",
    facts: ["reservations-in-one-second"],
    weights: [
      {
        suspicion: "disruption",
        family: "silencing",
        usedDb: 32,
        basis: "judged",
        argument:
          "9.2.4.2, 10.23.2.9: no exchange takes twenty milliseconds; access points were recorded that reserve nearly thirteen. More than half of a second, in three seconds of twenty, was reserved by frames that bid everybody be silent for longer than that. A device with Bluetooth beside its Wi-Fi does it now and then, not without pause.",
      },
    ],
  },
  {
    code: "unprotected-queries",
    facts: ["queries"],
    weights: [
      {
        suspicion: "disruption",
        family: "queries",
        usedDb: 31,
        basis: "judged",
        argument:
          "11.13, 12.6.19: SA Query goes between those that have a key, and is protected by it. Twenty in ten seconds that are not were sent by somebody without the key; a procedure has five. Left over: a device whose firmware forgets to protect them.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
