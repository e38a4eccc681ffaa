import {
  CaptureError,
  problemOf,
  RING_BYTES,
  SNAP_LENGTH,
  type CaptureSession,
  type OpenCapture,
} from "./capture-session.ts";
import { CapturedRecord, timeScale } from "./captured-record.ts";
import { LINK_TYPES } from "./frame-source.ts";
import { loadPcap, type PcapModule, type PcapSession } from "./pcap-module.ts";

/** Milliseconds that frames may gather in the kernel before they are handed over together. */
const BUFFER_TIMEOUT_MS = 100;

/** npm `pcap`'s packet header: four 32-bit words in the host's order (pcap_session.cc). */
const HEADER_SECONDS = 0;
const HEADER_MICROSECONDS = 4;
const HEADER_CAPTURED = 8;
const HEADER_LENGTH = 12;
const MICROSECONDS = timeScale(1_000_000n);

/**
 * Opens an interface with libpcap. Monitor mode is not asked of libpcap: radio-control has set it, or the interface is used as it is.
 * Every frame stands in the one buffer that the module fills, so nothing is copied and no view is made.
 */
export const openPcap: OpenCapture = async (interfaceName, consume) => {
  const pcap = await loadPcap();
  if (!pcap) throw new CaptureError("no-capture-method", "npm pcap is not built");
  // It warns of every interface without IPv4 address, which is every monitor interface.
  pcap.warningHandler = () => undefined;
  const session = open(pcap, interfaceName);
  const linkType = linkTypeNumber(session.link_type);
  if (linkType === undefined) {
    session.close();
    throw new CaptureError("no-monitor-mode", `${interfaceName}: hears no 802.11 headers; it is not in monitor mode`);
  }

  const record = new CapturedRecord();
  record.linkType = linkType;
  let octets: Buffer | undefined;
  let closed = false;
  session.on("packet", ({ buf, header }: { buf: Buffer; header: Buffer }) => {
    // close() takes effect at the next packet only, and that packet still comes.
    if (closed) return;
    if (buf !== octets) {
      // The module fills the same one for each frame. A plain array of octets, as from a file: `slice` of a Buffer copies nothing.
      octets = buf;
      record.window = new Uint8Array(buf.buffer, buf.byteOffset, buf.length);
    }
    record.setPlace(record.window, 0, Math.min(buf.length, header.readUInt32LE(HEADER_CAPTURED)));
    record.originalLength = header.readUInt32LE(HEADER_LENGTH);
    record.setTime(header.readUInt32LE(HEADER_SECONDS), 0, header.readUInt32LE(HEADER_MICROSECONDS), MICROSECONDS);
    consume(record);
  });
  return new PcapCapture(session, () => {
    closed = true;
  });
};

/** An opening by npm `pcap`. It never ends by itself: libpcap's module says nothing when the interface goes, so LiveCapture watches. */
class PcapCapture implements CaptureSession {
  readonly ended = new Promise<CaptureError>(() => undefined);
  private readonly session: PcapSession;
  private readonly silence: () => void;
  private lastDrops: Record<string, number> = {};
  private closed = false;

  constructor(session: PcapSession, silence: () => void) {
    this.session = session;
    this.silence = silence;
  }

  drops(): Record<string, number> {
    if (this.closed) return this.lastDrops;
    try {
      const stats = this.session.stats();
      this.lastDrops = { kernel: stats.ps_drop, interface: stats.ps_ifdrop };
    } catch {
      // stats() throws once the interface is gone; the last numbers stand.
    }
    return this.lastDrops;
  }

  inject(frame: Uint8Array): void {
    this.session.inject(Buffer.from(frame));
  }

  /** On a quiet interface the native handle stays open until the next frame; the process therefore ends by process.exit. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.drops();
    this.closed = true;
    this.silence();
    this.session.close();
  }
}

function open(pcap: PcapModule, interfaceName: string): PcapSession {
  try {
    return pcap.createSession(interfaceName, {
      snap_length: SNAP_LENGTH,
      buffer_size: RING_BYTES,
      buffer_timeout: BUFFER_TIMEOUT_MS,
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CaptureError(problemOf(message), `${interfaceName}: ${message}`, { cause });
  }
}

/** The module names radiotap and calls the rest `Unknown linktype 105`. Undefined: not 802.11. */
function linkTypeNumber(name: string): number | undefined {
  if (name === "LINKTYPE_IEEE802_11_RADIO") return LINK_TYPES.radiotap;
  const number = Number(/(\d+)$/.exec(name)?.[1]);
  return Object.values<number>(LINK_TYPES).includes(number) ? number : undefined;
}
