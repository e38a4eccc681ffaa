/**
 * What this sensor uses of npm `pcap` 3.1, an optional package with native code: it is only there where libpcap's headers and a compiler
 * were when it was installed. So its types are stated here, and nothing but {@link loadPcap} names it.
 */
export interface PcapModule {
  /** Is told of every interface without an IPv4 address, which is every monitor interface. */
  warningHandler: (text: string) => void;
  /** Throws where the interface cannot be opened. */
  createSession(interfaceName: string, options: PcapOptions): PcapSession;
}

interface PcapOptions {
  /** Octets kept of each frame, and of the kernel's ring. */
  snap_length: number;
  buffer_size: number;
  /** Milliseconds that frames may gather in the kernel before they are handed over together. */
  buffer_timeout: number;
}

export interface PcapSession {
  /** `LINKTYPE_IEEE802_11_RADIO`, or `Unknown linktype N`. */
  readonly link_type: string;
  on(event: "packet", listener: (packet: { buf: Buffer; header: Buffer }) => void): void;
  /** Throws once the interface is gone. */
  stats(): { ps_recv: number; ps_drop: number; ps_ifdrop: number };
  /** Sends a frame as it stands, with its radio header. Throws where the interface does not take it. */
  inject(data: Buffer): void;
  close(): void;
}

/** Typed as any string, so that the compiler does not look for a package that may not be installed. */
const PACKAGE: string = "pcap";

const importPackage = (): Promise<unknown> => import(PACKAGE);

/** The native module, or undefined where it was not built (no libpcap headers, no compiler). `load` is given by tests. */
export async function loadPcap(load = importPackage): Promise<PcapModule | undefined> {
  try {
    const module = (await load()) as PcapModule & { default?: PcapModule };
    return module.default ?? module;
  } catch {
    // An optional dependency: its absence is an answer, and `doctor` and `health` tell it.
    return undefined;
  }
}
