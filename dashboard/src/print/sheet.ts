/** A picture of a paper: its address in the page, or a `data:` address that is drawn when the paper is. */
export interface Picture {
  caption: string;
  load: () => Promise<string>;
}

/** What stands on a paper, as text: the page shows it, and the PDF is made of it, so that both say the same. */
export type Block =
  | { kind: "text"; text: string }
  | { kind: "facts"; rows: readonly (readonly [name: string, value: string])[] }
  | {
      kind: "table";
      head: readonly string[];
      rows: readonly (readonly string[])[];
      /** Shares of the width, one a column. */
      widths: readonly number[];
      /** Said in the place of a table without rows. */
      none: string;
    }
  | { kind: "pictures"; pictures: readonly Picture[]; across: 1 | 2 | 3 }
  | { kind: "signatures"; names: readonly string[] };

/** A paper: what it is, of what, by whom and when it was made, and its parts. */
export interface Sheet {
  title: string;
  lead: string;
  made: string;
  sections: readonly { title: string; blocks: readonly Block[] }[];
  /** How the file is called, without its ending. */
  file: string;
}
