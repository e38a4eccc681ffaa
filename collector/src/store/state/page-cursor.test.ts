import { expect, test } from "vitest";
import { idOf, putManyRows } from "../../api/test-many-rows.ts";
import { readAlertPage } from "../../alerts/read-alerts.ts";
import { readOutagePage } from "../../alerts/read-outages.ts";
import { readCameraPage } from "../../cameras/read-cameras.ts";
import { readDeletions } from "../../health/deletions.ts";
import { readSensorPage } from "../../sensors/read-sensors.ts";
import { readVenuePage } from "../../venues/read-venues.ts";
import type { StateStore } from "./open-state.ts";
import { cursorOf, CursorError, type Page } from "./page-cursor.ts";
import { describeStates, keepOpen } from "./test-states.ts";

const MANY = 2_100;
const WORSE = MANY / 7;

interface Asked {
  after?: string;
  limit: number;
}
/** Each list: how a page of it is read, and what is a row's identity. */
const LISTS: [list: string, readPage: (state: StateStore, asked: Asked) => Promise<Page<unknown>>][] = [
  ["sensors", (state, asked) => readSensorPage(state, asked, 0)],
  ["alerts", readAlertPage],
  ["cameras", readCameraPage],
  ["outages", readOutagePage],
  ["venues", readVenuePage],
  ["deletions", (state, { limit, after }) => readDeletions(state, limit, after)],
];

async function walk(read: (asked: Asked) => Promise<Page<unknown>>, limit: number): Promise<Page<unknown>[]> {
  const pages: Page<unknown>[] = [];
  for (let after: string | undefined; pages.length === 0 || after !== undefined;) {
    const page = await read({ limit, ...(after === undefined ? {} : { after }) });
    pages.push(page);
    after = page.next;
  }
  return pages;
}

describeStates("lists in pages from %s", (start) => {
  let state: StateStore;
  keepOpen(start, (store) => {
    state = store;
  });

  test.each(LISTS)("%s: each of some thousand rows stands on one page, in one order", async (list, readPage) => {
    if (list === "sensors") await putManyRows(state, MANY);
    const read = (asked: Asked) => readPage(state, asked);
    const whole = (await read({ limit: MANY })).items;
    expect(whole).toHaveLength(MANY);
    expect(new Set(whole.map((row) => JSON.stringify(row))).size).toBe(MANY);
    const pages = await walk(read, 499);
    expect(pages.map(({ items }) => items.length)).toEqual([499, 499, 499, 499, 104]);
    expect(pages.flatMap(({ items }) => items)).toEqual(whole);
  });

  test("what needs a person stands first, whatever its identifier", async () => {
    const firsts = async (read: Promise<Page<object>>): Promise<object[]> => (await read).items;
    const limit = WORSE;
    const all = {
      sensors: await firsts(readSensorPage(state, { limit }, 0)),
      alerts: await firsts(readAlertPage(state, { limit: (WORSE * 2) / 3 })),
      cameras: await firsts(readCameraPage(state, { limit })),
      outages: await firsts(readOutagePage(state, { limit })),
    };
    const indexOf = (id: string): number => Number(id.split("-")[1]);
    for (const [list, rows] of Object.entries(all)) {
      const ids = rows.map((row) => String(row[`${list.slice(0, -1)}Id` as keyof typeof row]));
      expect(ids.filter((id) => indexOf(id) % 7 !== 0)).toEqual([]);
    }
    expect(all.alerts.filter((row) => "state" in row && row.state !== "open")).toEqual([]);
  });

  test.each(LISTS)("%s: a cursor that no page gave is refused before the database sees it", async (list, readPage) => {
    const read = (after: string) => readPage(state, { after, limit: 5 });
    const given = (await readPage(state, { limit: 5 })).next ?? "";
    const values = JSON.parse(Buffer.from(given, "base64url").toString()).slice(1) as unknown[];
    const lies = [
      "",
      "x",
      "%",
      Buffer.from("null").toString("base64url"),
      Buffer.from(`["${list}"`).toString("base64url"),
      // Of another list.
      cursorOf("audit", values as string[]),
      cursorOf(list, []),
      cursorOf(list, [...(values as string[]), 1]),
      ...values.flatMap((_, at) =>
        [null, -1, 1.5, 1e15, 1e300, true, {}, [], "a\0b", "x".repeat(513), "' or 1=1 --"]
          // A text may be any text, and only moves the place.
          .filter((lie) => !(typeof values[at] === "string" && lie === "' or 1=1 --"))
          .map((lie) => cursorOf(list, values.with(at, lie) as string[])),
      ),
    ];
    for (const lie of lies) await expect(read(lie), lie).rejects.toThrow(CursorError);
    expect((await read(given)).items).toHaveLength(5);
  });

  test("a cursor behind the last row is an empty page, and one of a venue that is gone shows no other", async () => {
    expect(await readSensorPage(state, { after: cursorOf("sensors", [99, "", ""]), limit: 5 }, 0)).toEqual({
      items: [],
      next: undefined,
    });
    const next = (await readSensorPage(state, { limit: 5 }, 0)).next ?? "";
    expect((await readSensorPage(state, { venueId: "elsewhere", after: next, limit: 5 }, 0)).items).toEqual([]);
    expect((await readAlertPage(state, { venueId: "mall", alertIds: [idOf("alert", 1)] })).items).toHaveLength(1);
  });
});
