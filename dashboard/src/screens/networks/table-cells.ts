/** What stands between the cells of people's tables; of two in one line the first named is it. */
const DELIMITERS = ["\t", ";", ","] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** What the cells of a table are parted by: as its first line says that has one outside of quotes. */
export function delimiterOf(lines: readonly string[]): Delimiter {
  for (const line of lines) {
    const bare = line.replaceAll(/"[^"]*"/g, "");
    const found = DELIMITERS.find((one) => bare.includes(one));
    if (found !== undefined) return found;
  }
  return "\t";
}

const QUOTED = / *"([^"]*(?:""[^"]*)*)" */y;

/**
 * Cells of one line (RFC 4180): a cell in quotes may hold the delimiter, and a quote twice, and is taken as it stands; another is without the white space about it.
 * Undefined: a quote begins a cell and does not end it.
 */
export function cellsOf(line: string, delimiter: Delimiter): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    QUOTED.lastIndex = at;
    const quoted = QUOTED.exec(line);
    const next = quoted === null ? line.indexOf(delimiter, at) : QUOTED.lastIndex;
    const end = next === -1 ? line.length : next;
    const cell = quoted === null ? line.slice(at, end).trim() : (quoted[1] ?? "").replaceAll('""', '"');
    const isWhole = quoted === null ? !cell.startsWith('"') : end === line.length || line[end] === delimiter;
    if (!isWhole) return undefined;
    cells.push(cell);
    if (end === line.length) return cells;
    at = end;
  }
}
