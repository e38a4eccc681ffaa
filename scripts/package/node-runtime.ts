import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { NODE_LIBRARY } from "./debian.ts";
import { ownArchitecture, type Architecture } from "./architecture.ts";

/** ELF: octets 18 and 19 name the processor that a program is for (System V ABI, e_machine). */
const MACHINES: Record<Architecture, number> = { amd64: 62, arm64: 183 };

/**
 * Lays Node's own program and licence into an empty folder, for Debian 12, whose nodejs is too old. It is the Node that runs this, or the one of an
 * unpacked archive of nodejs.org for another processor.
 * @param from folder of such an archive, with `bin/node` and `LICENSE`
 * @throws Error where that program cannot be handed on as it is
 */
export function layNode(target: string, architecture: Architecture, from: string | undefined): void {
  if (from === undefined && architecture !== ownArchitecture())
    throw new Error(
      `Node for ${architecture} is not this machine's (--node FOLDER: its archive of nodejs.org, unpacked)`,
    );
  const program = from === undefined ? process.execPath : join(from, "bin/node");
  if (!existsSync(program)) throw new Error(`${program}: there is no Node`);
  const head = readFileSync(program).subarray(0, 20);
  if (head.readUInt16LE(18) !== MACHINES[architecture]) throw new Error(`${program} is not for ${architecture}`);
  // Debian's node is a small program before a library; alone it starts nowhere.
  if (statSync(program).size < 30_000_000)
    throw new Error(`${program} needs libraries of this machine (--node FOLDER: an archive of nodejs.org, unpacked)`);
  const licence = [join(dirname(program), "../LICENSE"), "/usr/share/doc/nodejs/LICENSE"].find((file) =>
    existsSync(file),
  );
  if (licence === undefined)
    throw new Error(`${program}: its licence is not beside it (LICENSE), so it may not be handed on`);
  const library = join(target, NODE_LIBRARY);
  mkdirSync(join(library, "bin"), { recursive: true });
  cpSync(program, join(library, "bin/node"), { dereference: true });
  const documents = join(target, "usr/share/doc/probewarden-node");
  mkdirSync(documents, { recursive: true });
  writeFileSync(join(documents, "copyright"), readFileSync(licence));
}
