/** Frames after which older ones count half, so that a habit can change: another adapter may be plugged in under the same name. */
const HALVED_AFTER = 256;
const FLAGS_HALVED_AFTER = 65_536;
/**
 * How many frames with a wrong FCS one with a right FCS outweighs. A right one comes by chance once in four milliards, so it proves that the
 * radio hands its FCS on; of the busiest air at hand a fifth is damaged, and air that is nearly all damage must not pass for whole. Files whose
 * addresses were exchanged afterwards have no right one among their management frames (31 of 31 such files at hand), for each carries an address.
 */
const WRONG_FOR_ONE_RIGHT = 32;

/** What the last octets of a radio's frames turned out to be: learnt from its management frames, forgotten by halves. */
export class FcsHabit {
  /** Frames whose FCS was right; that had a wrong one; that end with their last element, and have none. */
  #right = 0;
  #wrong = 0;
  #absent = 0;

  /** The FCS is there and worth something: a frame with a wrong one is damaged. */
  get isVerified(): boolean {
    return this.#right > 0 && this.#right * WRONG_FOR_ONE_RIGHT >= this.#wrong;
  }

  /** The header says that there is one, and there is none. */
  get isAbsent(): boolean {
    return this.#absent > this.#wrong && !this.isVerified;
  }

  right(): void {
    this.#right++;
    this.#fade();
  }

  wrong(): void {
    this.#wrong++;
    this.#fade();
  }

  absent(): void {
    this.#absent++;
    this.#fade();
  }

  #fade(): void {
    if (this.#right + this.#wrong + this.#absent < HALVED_AFTER) return;
    this.#right >>= 1;
    this.#wrong >>= 1;
    this.#absent >>= 1;
  }
}

/** What is known of the radio behind one interface of a capture. */
export class RadioHabits {
  /** Of frames whose header says that an FCS is at the end, and of the others: a card's own frames often come back without. */
  readonly announced = new FcsHabit();
  readonly unannounced = new FcsHabit();
  #flaggedInHeader = 0;
  #flaggedInFile = 0;
  #frames = 0;

  /**
   * The radio has called frames damaged in its headers, so its silence about another means something. Air without any damage is hardly
   * heard for long; when nothing was flagged among tens of thousands of frames, it may be another radio by now.
   */
  get flagsInHeader(): boolean {
    return this.#flaggedInHeader > 0;
  }

  /** The same, said beside the frames by the capture file (pcapng's epb_flags). */
  get flagsInFile(): boolean {
    return this.#flaggedInFile > 0;
  }

  /** One more frame, and whether its FCS is called wrong. */
  hear(inHeader: boolean, inFile: boolean): void {
    if (inHeader) this.#flaggedInHeader++;
    if (inFile) this.#flaggedInFile++;
    // What nearly every radio is: it has flagged nothing, and there is nothing to forget.
    if (this.#flaggedInHeader === 0 && this.#flaggedInFile === 0) return;
    if (++this.#frames < FLAGS_HALVED_AFTER) return;
    this.#frames = 0;
    this.#flaggedInHeader >>= 1;
    this.#flaggedInFile >>= 1;
  }
}

/** Interfaces that are told apart; a file with more is hostile, and the rest share the last one's habits. */
const MOST_INTERFACES = 64;

/** The habits of all interfaces of a capture, by number. */
export class InterfaceHabits {
  readonly #habits: RadioHabits[] = [new RadioHabits()];

  of(number: number): RadioHabits {
    const index = Math.min(number, MOST_INTERFACES - 1);
    return (this.#habits[index] ??= new RadioHabits());
  }

  get size(): number {
    return this.#habits.length;
  }
}
