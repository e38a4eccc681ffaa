import { appendFile, writeFile } from "node:fs/promises";
import type { KeptAnswer } from "../classify/kept-answer.ts";
import { BundleLines, type BundleCamera, type BundleEntry, type BundleSent } from "./bundle.ts";

/** What one camera brings into a bundle. */
export interface CameraEvidence {
  camera: BundleCamera;
  sent: readonly BundleSent[];
  answers: readonly { call: string; answer: KeptAnswer }[];
}

/** A bundle on the disk that grows camera by camera: no more than one is held in memory. Readable by its owner only. */
export class BundleFile {
  readonly #path: string;
  readonly #lines = new BundleLines();

  /** @param path a file that is not there yet: evidence is never written over */
  constructor(path: string) {
    this.#path = path;
  }

  /** @throws the system's error, EEXIST where the file is there */
  async begin(tool: string, madeAt: string): Promise<void> {
    const head: BundleEntry = { kind: "bundle", version: 1, tool, madeAt };
    await writeFile(this.#path, this.#lines.line(head), { flag: "wx", mode: 0o600 });
  }

  async add({ camera, sent, answers }: CameraEvidence): Promise<void> {
    const { address, port } = camera;
    await this.addLog([
      camera,
      ...sent,
      ...answers.map(({ call, answer }): BundleEntry => ({
        kind: "answer",
        address,
        port,
        call,
        answerSha256: answer.answerSha256,
        keptSha256: answer.keptSha256,
        kept: Buffer.from(answer.kept).toString("base64"),
      })),
    ]);
  }

  /** Entries that belong to no one camera, such as what was sent in a run. */
  async addLog(entries: readonly BundleEntry[]): Promise<void> {
    await appendFile(this.#path, entries.map((entry) => this.#lines.line(entry)).join(""));
  }

  /** @returns the seal */
  async end(): Promise<string> {
    const { line, seal } = this.#lines.end();
    await appendFile(this.#path, line);
    return seal;
  }
}
