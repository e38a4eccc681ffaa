/** Bounds of what is kept of accused transmitters, and of what leaves. What is over is counted. */
export const EXCERPTS = {
  /** Suspects of which frames are kept at once: 24 × 0.5 MB is 12 MB of this process's memory, once all are heard for long. */
  suspects: 24,
  /** Addresses by which frames of one suspect are known: more than a finding names, for of a flood each sends one. */
  addresses: 128,
  /** Suspects that one frame is kept for: boxes that hit the same network share its frames. */
  suspectsOfOne: 4,
  /** Beacons of one suspect. */
  beacons: { most: 1_200, octets: 160 * 1024 },
  /** Answers of one suspect: management frames with elements behind. */
  answers: { most: 320, octets: 80 * 1024 },
  /** Requests to be let in, good-byes and actions around one suspect: a flood of them has sixty a second. */
  shorts: { most: 1_200, octets: 56 * 1024 },
  /** Data and control frames, of which there are the most, and of which only the header is kept. */
  others: { most: 192, octets: 192 * 32 },
  /** Questions that the suspect answered. */
  questions: { most: 128, octets: 128 * 58 },
  /** Octets kept of a management frame; elements behind that are left out. */
  frameOctets: 512,
  /** Octets of a request to be let in, as far as its name. */
  shortOctets: 72,
  /** Octets of the longest header of a data frame: four addresses and QoS Control. */
  headerOctets: 32,
  /** Octets of a question: header and name. */
  questionOctets: 58,
  /**
   * Seconds in which a beacon of one transmitter with one name, or an answer with it to one station, is kept once. A radio that hops misses as
   * many, so no detector takes it for silence.
   */
  repeatedSeconds: 0.3,
  /** How often that time doubles at most, for beacons of who goes on for long: up to 9.6 seconds. */
  seldom: 5,
  /** The first so many of each are all kept: what shows a program is how it begins. */
  unrepeated: 24,
  /** Beacons and answers of whoever is new, kept before anybody is accused: 1,024 × 0.5 kB; and for how many seconds somebody is new. */
  earlier: 1_024,
  newSeconds: 600,
  /** Beacons of one access point of each channel, and the seconds between two of them. */
  beside: 256,
  besideSeconds: 0.3,
  /** Octets of one, up to the end of its TIM: what is behind shows nothing of the kind. */
  besideOctets: 128,
  /** Beacons after which an access point may stand for a channel: it did not just come. */
  besideKnown: 30,
  /** Of these, those that a suspect keeps from before it was accused, and those that one file has room for: more than show a beat (48). */
  besideBefore: 60,
  besideOfFile: 78,
  /** Seconds for which a question is kept for whoever answers it or addresses who asked: as long as a detector looks back. */
  answerSeconds: 120,
  /** Seconds without a frame after which a suspect's frames are forgotten. */
  idleSeconds: 1_800,

  /** Seconds from the finding that reached `suspected` to its first excerpt: what it does goes on meanwhile. */
  firstAfterSeconds: 90,
  /** Seconds between two excerpts of one suspect. */
  againAfterSeconds: 3_600,
  /** Seconds between two excerpts of the sensor. Making one takes tens of milliseconds, spread over turns of the event loop: see {@link InTurns}. */
  apartSeconds: 60,
  /** Excerpts of one suspect in its life. */
  ofOne: 3,
  /** Octets of one capture. Base64 makes 128 KiB of it, half of what a message may have. */
  fileOctets: 96 * 1024,
  /** Of these, what the file's own headers take, and what each frame takes beside its octets: block, radiotap, FCS, padding, a longer name. */
  fixedOctets: 128,
  overheadOctets: 73,
  /** The same of a frame without elements. */
  shortOverheadOctets: 62,
  /** Octets of a file that each kind has for itself; what one leaves the others have. */
  shares: {
    beside: 14 * 1024,
    questions: 9 * 1024,
    shorts: 34 * 1024,
    answers: 12 * 1024,
    others: 8 * 1024,
    beacons: 19 * 1024,
  },
  /** Who did nothing but ask to be let in, at least so many of them, were one flood: see {@link applicantsOf}. */
  applicants: 40,
  /** By how many decibels their levels are moved at most, all by the same. */
  movedDb: 12,
  /** Octets of captures in a day and at most: 1.4 MB in base64, of the 5 MB that a sensor may send. */
  dayOctets: 1024 * 1024,
  /** Excerpts in a day. */
  ofDay: 16,
} as const;
