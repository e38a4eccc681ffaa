/** What files begin with that are taken for captures, as hex; what they are, and how to get a capture out of them. */
const HINTS: readonly (readonly [string, string])[] = [
  ["1f8b", "it is compressed with gzip: unpack it first (gunzip -c FILE | probewarden-agent replay -)"],
  ["fd377a58", "it is compressed with xz: unpack it first (xz -dc FILE | probewarden-agent replay -)"],
  ["28b52ffd", "it is compressed with zstd: unpack it first (zstd -dc FILE | probewarden-agent replay -)"],
  ["425a68", "it is compressed with bzip2: unpack it first (bzip2 -dc FILE | probewarden-agent replay -)"],
  ["04224d18", "it is compressed with lz4: unpack it first (lz4 -dc FILE | probewarden-agent replay -)"],
  ["504b0304", "it is a zip archive: unpack it first (unzip FILE)"],
  ["377abcaf", "it is a 7z archive: unpack it first (7z x FILE)"],
  // "SQLi", as SQLite format 3.
  [
    "53514c69",
    "it is an SQLite database, as Kismet writes it: kismetdb_to_pcap --in FILE --out FILE.pcap makes a capture of it",
  ],
  // "snoo", "\x7fver", "GMBU", "RTSS", "NTPS": other programs' captures, which Wireshark reads.
  ["736e6f6f", "it is a snoop capture: editcap -F pcapng FILE FILE.pcapng (of Wireshark) makes a pcapng of it"],
  ["7f766572", "it is a capture of OmniPeek: editcap -F pcapng FILE FILE.pcapng (of Wireshark) makes a pcapng of it"],
  [
    "474d4255",
    "it is a capture of Network Monitor: editcap -F pcapng FILE FILE.pcapng (of Wireshark) makes a pcapng of it",
  ],
  // "<?xm": Kismet's netxml, Wireshark's PDML.
  ["3c3f786d", "it is XML, a report on a capture: the capture itself is needed"],
];

/** What helps with a file that begins with these octets in hex, where it is known what it is. */
export function hintFor(start: string): string | undefined {
  return HINTS.find(([magic]) => start.startsWith(magic))?.[1];
}
