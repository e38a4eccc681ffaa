import type { Alert, StreamEvent, Suspect } from "@probewarden/contract";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askList } from "./live-rows.ts";
import { openLiveStream, type StreamSource } from "./live-stream.ts";

/** The browser's end of the stream; the test is the server. */
class PlayedSource implements StreamSource {
  readyState = 1;
  readonly #told = new Map<string, (event: unknown) => void>();

  addEventListener(kind: string, listener: unknown): void {
    this.#told.set(kind, listener as (event: unknown) => void);
  }
  close(): void {
    this.readyState = 2;
  }
  tell(kind: StreamEvent, id: number, row: object = {}): void {
    this.#told.get(kind)?.({ lastEventId: String(id), data: JSON.stringify(row) });
  }
  opens(): void {
    this.readyState = 1;
    this.#told.get("open")?.({});
  }
  /** The connection breaks; the browser opens it again by itself, with the id of the last event. */
  breaks(): void {
    this.readyState = 0;
    this.#told.get("error")?.({});
  }
  refuses(): void {
    this.readyState = 2;
    this.#told.get("error")?.({});
  }
}

const suspect = (suspectId: string, more: Partial<Suspect> = {}) =>
  ({ suspectId, band: "watch", state: "active", ...more }) as Suspect;
const alert = (alertId: string, state: Alert["state"] = "open") => ({ alertId, state }) as Alert;

let client: QueryClient;
let sources: PlayedSource[];
let close: () => void;
let aloud: string[];
let asked: string[];
const source = () => sources.at(-1)!;
const suspects = () => client.getQueryData<Suspect[]>(["suspects"]);

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  aloud = [];
  asked = [];
  client = new QueryClient();
  vi.spyOn(client, "invalidateQueries").mockImplementation((filters) => {
    asked.push(filters?.queryKey?.join("/") ?? "everything");
    return Promise.resolve();
  });
  client.setQueryData(["suspects"], [suspect("one"), suspect("two")]);
  client.setQueryData(["alerts"], [alert("old")]);
  close = openLiveStream(
    client,
    ({ alertId }) => aloud.push(alertId),
    () => {
      sources.push(new PlayedSource());
      return source();
    },
  );
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

test("a changed row takes the place of the old one; the others stay where they are", () => {
  source().tell("suspect", 1, suspect("two", { band: "strong" }));
  expect(suspects()?.map(({ suspectId, band }) => `${suspectId} ${band}`)).toEqual(["one watch", "two strong"]);
  expect(asked).toEqual(["suspect/two"]);
});

test("a new row stands in front", () => {
  source().tell("suspect", 1, suspect("three"));
  expect(suspects()?.map(({ suspectId }) => suspectId)).toEqual(["three", "one", "two"]);
});

test("a suspect that ends stays in the list, as ended", () => {
  source().tell("suspect", 1, suspect("one", { state: "ended" }));
  expect(suspects()?.map(({ state }) => state)).toEqual(["ended", "active"]);
});

test("what is told again or late changes nothing", () => {
  source().tell("suspect", 5, suspect("one", { band: "strong" }));
  source().tell("suspect", 5, suspect("one"));
  source().tell("suspect", 4, suspect("one"));
  expect(suspects()?.[0]?.band).toBe("strong");
});

test("a list that nobody asked for stays unasked", () => {
  source().tell("camera", 1, { cameraId: "c" });
  expect(client.getQueryData(["cameras"])).toBeUndefined();
});

test("a new open alert is said aloud once; one that was known, or is closed, is not", () => {
  source().tell("alert", 1, alert("new"));
  source().tell("alert", 2, alert("new"));
  source().tell("alert", 3, alert("old"));
  source().tell("alert", 4, alert("closed", "closed"));
  expect(aloud).toEqual(["new"]);
});

test("after a break the stream goes on from its last event, and nothing is asked again", () => {
  source().opens();
  source().tell("suspect", 7, suspect("one"));
  asked.length = 0;
  source().breaks();
  source().opens();
  source().tell("suspect", 8, suspect("one", { band: "suspected" }));
  expect(suspects()?.[0]?.band).toBe("suspected");
  expect(asked).toEqual(["suspect/one"]);
});

test("the lists of a page that has just opened are asked for again a little later, and not while they are first drawn", () => {
  source().opens();
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(3_000);
  expect(asked).toEqual(["everything"]);
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual(["everything"]);
});

test("a break before the first event leaves a gap that nobody can tell: everything is asked again", () => {
  source().opens();
  asked.length = 0;
  source().breaks();
  source().opens();
  expect(asked).toEqual(["everything"]);
});

test("after a reset everything is asked again, and lower ids of another process count", () => {
  source().tell("suspect", 1_000, suspect("one"));
  asked.length = 0;
  source().tell("reset", 10);
  expect(asked).toEqual(["everything"]);
  source().tell("suspect", 11, suspect("one", { band: "strong" }));
  expect(suspects()?.[0]?.band).toBe("strong");
});

test("a refused stream is opened again, and then everything is asked again", () => {
  source().tell("suspect", 1_000, suspect("one"));
  source().refuses();
  vi.advanceTimersByTime(10_000);
  expect(sources).toHaveLength(2);
  asked.length = 0;
  source().opens();
  expect(asked).toEqual(["everything"]);
  source().tell("suspect", 3, suspect("one", { band: "strong" }));
  expect(suspects()?.[0]?.band).toBe("strong");
});

test("a closed stream opens no other", () => {
  source().refuses();
  close();
  vi.advanceTimersByTime(60_000);
  expect(sources).toHaveLength(1);
});

test("an answer that was on its way does not undo what the stream told meanwhile", async () => {
  let answer: (rows: Suspect[]) => void = () => undefined;
  const asking = askList("suspects", () => new Promise((resolve) => (answer = resolve)));
  source().tell("suspect", 1, suspect("one", { band: "strong" }));
  source().tell("suspect", 2, suspect("three"));
  answer([suspect("one"), suspect("two")]);
  const rows = await asking;
  expect(rows.map(({ suspectId, band }) => `${suspectId} ${band}`)).toEqual(["three watch", "one strong", "two watch"]);
  source().tell("suspect", 3, suspect("four"));
  expect(await askList("suspects", () => Promise.resolve([suspect("two")]))).toHaveLength(1);
});
