/** One file of a package. */
export interface PackageMember {
  /** Small letters, digits, dots and hyphens, in one folder at most: the verifier takes no other. */
  name: string;
  /** RFC 2046. */
  type: string;
  /** What it holds, in a few words. */
  holds: string;
  data: Buffer;
}

export const asJson = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
export const asJsonLines = (rows: readonly unknown[]): Buffer =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
