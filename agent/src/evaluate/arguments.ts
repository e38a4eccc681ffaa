/** What a command over folders of captures was given. */
export interface FoldersAndFlag {
  folders: string[];
  /** The one option that the command knows was there. */
  flag: boolean;
}

/** Reads `DIR… [flag]`, or says what is wrong and how it is used, and ends the process with 2. */
export function foldersAnd(flag: string, usage: string): FoldersAndFlag {
  const args = process.argv.slice(2);
  const folders = args.filter((arg) => arg !== flag);
  const unknown = folders.find((folder) => folder.startsWith("--"));
  if (folders.length > 0 && unknown === undefined) return { folders, flag: args.includes(flag) };
  if (unknown !== undefined) process.stderr.write(`unknown option ${unknown}\n`);
  process.stderr.write(`usage: ${usage}\n`);
  process.exit(2);
}

/** What a person reads of what went wrong. */
export const textOfError = (error: unknown): string => `${error instanceof Error ? error.message : String(error)}\n`;
