/** Bounds of what is kept of accused transmitters, and of what leaves. What is over is counted. */
export const EXCERPTS = {
  /** Suspects of which frames are kept at once: 24 × 0.35 MB is 8 MB of this process's memory. */
  suspects: 24,
  /** Addresses by which frames of one suspect are known: as many as a finding names, accused and hit. */
  addresses: 32,
  /** Suspects that one frame is kept for: boxes that hit the same network share its frames. */
  suspectsOfOne: 4,
  /** Beacons of one suspect, the latest: 160 seconds of one network at two a second. */
  beacons: 320,
  /** Other management frames of one suspect. */
  managements: 320,
  /** Data and control frames, of which there are the most, and of which only the header is kept. */
  others: 192,
  /** Questions that the suspect answered. */
  questions: 128,
  /** Octets kept of a management frame; elements behind that are left out. */
  frameOctets: 512,
  /** Octets of the longest header of a data frame: four addresses and QoS Control. */
  headerOctets: 32,
  /** Octets of a question: header and name. */
  questionOctets: 58,
  /**
   * Seconds in which a beacon of one transmitter with one name, or an answer with it to one station, is kept once. A radio that hops misses as
   * many, so no detector takes it for silence.
   */
  repeatedSeconds: 0.3,
  /** Seconds for which a question is kept for whoever answers it or addresses who asked: as long as a detector looks back. */
  answerSeconds: 120,
  /** Seconds without a frame after which a suspect's frames are forgotten. */
  idleSeconds: 1_800,

  /** Seconds from the finding that reached `suspected` to its first excerpt: what it does goes on meanwhile. */
  firstAfterSeconds: 90,
  /** Seconds between two excerpts of one suspect. */
  againAfterSeconds: 3_600,
  /** Seconds between two excerpts of the sensor. Making one takes tens of milliseconds, in which the kernel keeps the frames. */
  apartSeconds: 60,
  /** Excerpts of one suspect in its life. */
  ofOne: 3,
  /** Octets of one capture. Base64 makes 128 KiB of it, half of what a message may have. */
  fileOctets: 96 * 1024,
  /** Of these, what the file's own headers take, and what each frame takes beside its octets: block, radiotap, FCS, padding, a longer name. */
  fixedOctets: 128,
  overheadOctets: 80,
  /** Octets of captures in a day and at most: 1.4 MB in base64, of the 5 MB that a sensor may send. */
  dayOctets: 1024 * 1024,
  /** Excerpts in a day. */
  ofDay: 16,
} as const;
