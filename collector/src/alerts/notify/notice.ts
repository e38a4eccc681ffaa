import type { AlertLine, CameraLine, OutageLine } from "./line-data.ts";

/** The same in both languages of the product. */
export interface Both {
  zh: string;
  en: string;
}

/** One alert or outage in a notice. Its strings hold no control characters and no ends of lines, whoever wrote them. */
export interface NoticeLine {
  /** The alert's or the outage's id. */
  subjectId: string;
  venueName?: string;
  /** Of its venue; quiet hours are by it. */
  timeZone: string;
  what: Both;
  where?: Both;
  /** Since when, at the venue, with its zone. */
  since: string;
  sure?: Both;
  /** What to do now. */
  todo: Both;
  /** Where it is taken, if the collector knows its public name. */
  url?: string;
  /** People were told of it before. */
  again?: true;
  /** All of it in one line, in both languages. */
  text: string;
  /** The same for a program. */
  data: AlertLine | CameraLine | OutageLine;
}

/** What people are told at once: before any channel's form. */
export interface Notice {
  kind: "alerts" | "outages" | "reminder" | "test";
  lines: NoticeLine[];
  /** Suspects for which no alert opened, because too many would have at once. */
  heldBack?: number;
  /** It was held until a quiet time was over, or until the digest was due. */
  isDigest?: true;
  /** The list of all. */
  url?: string;
}

/** How a channel wants to be told. */
export interface NoticeStyle {
  language: "zh" | "en" | "both";
  detail: "full" | "brief";
}
