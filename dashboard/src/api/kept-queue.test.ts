import { beforeEach, describe, expect, test } from "vitest";
import { actRules, MOST_ACTS, type Act, type RefusedAct } from "../screens/ladder/act.ts";
import { ApiFailure } from "./client.ts";
import { KeptQueue, QueueFull } from "./kept-queue.ts";

const failure = (status: number, code = "refused"): ApiFailure =>
  new ApiFailure(status, { code, detail: "", id: "page-1" });

let kept: Map<string, string>;
let sent: string[];
/** What the collector answers next: nothing where it takes it. */
let answers: (Error | undefined)[];
let full: boolean;
const store = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => {
    if (full) throw new DOMException("full", "QuotaExceededError");
    kept.set(key, value);
  },
  removeItem: (key: string) => void kept.delete(key),
};
const open = (account = "ana"): KeptQueue<Act, RefusedAct> =>
  new KeptQueue(
    store,
    "ladder",
    account,
    actRules(async ({ kind, of, body }) => {
      sent.push(`${kind} ${of} ${JSON.stringify(body)}`);
      const answer = answers.shift();
      if (answer !== undefined) throw answer;
    }),
  );
let made = 0;
const act = (of: string, body: Act["body"] = {}, kind: Act["kind"] = "name"): Act => ({
  id: `act-${made++}`,
  kind,
  of,
  method: "PUT",
  path: `/api/sensors/${of}/${kind}`,
  body,
});

beforeEach(() => {
  kept = new Map();
  sent = [];
  answers = [];
  full = false;
});

describe("acts from the ladder that wait for a connection", () => {
  test("are sent in their order, and then nothing is kept", async () => {
    const queue = open();
    queue.add(act("door"));
    queue.add(act("gate"));
    await queue.run();
    expect(sent).toEqual(["name door {}", "name gate {}"]);
    expect(queue.snapshot()).toEqual({ waiting: [], refused: [], held: undefined });
    expect(kept.size).toBe(0);
  });

  test("outlive a lost connection and the page, and are sent again in their order", async () => {
    const queue = open();
    queue.add(act("door", { name: "三号门" }));
    queue.add(act("door", {}, "heard"));
    answers = [failure(0, "unreachable")];
    await queue.run();
    expect([queue.snapshot().held, queue.snapshot().waiting.length]).toEqual(["no-connection", 2]);
    const later = open();
    await later.run();
    expect(sent).toEqual(['name door {"name":"三号门"}', 'name door {"name":"三号门"}', "heard door {}"]);
    expect(later.snapshot().waiting).toEqual([]);
  });

  test("are sent by one, however often somebody asks for it", async () => {
    const queue = open();
    queue.add(act("door"));
    await Promise.all([queue.run(), queue.run(), queue.run()]);
    expect(sent).toHaveLength(1);
  });

  test("replace what waits of the same kind, and still say what was seen first", async () => {
    const queue = open();
    queue.add(act("door", { name: "one", before: "door" }));
    queue.add(act("door", { name: "two", before: "one" }));
    await queue.run();
    expect(sent).toEqual(['name door {"name":"two","before":"door"}']);
  });

  test("do not replace the one that is on its way", async () => {
    const queue = open();
    queue.add(act("door", { name: "one" }));
    const run = queue.run();
    queue.add(act("door", { name: "two" }));
    await run;
    expect(sent).toEqual(['name door {"name":"one"}', 'name door {"name":"two"}']);
  });

  test("that are refused stay in sight with the reason, are not sent again, and hold up nobody", async () => {
    const queue = open();
    queue.add(act("door"));
    queue.add(act("gate"));
    answers = [failure(412, "changed-meanwhile")];
    await queue.run();
    const [refused] = queue.snapshot().refused;
    expect(refused).toMatchObject({ kind: "name", of: "door", code: "changed-meanwhile" });
    expect(open().snapshot().refused).toHaveLength(1);
    await queue.run();
    expect(sent).toHaveLength(2);
    queue.dismiss(refused!.id);
    expect(queue.snapshot().refused).toEqual([]);
  });

  test.each([
    ["a session that ended", failure(401, "sign-in-needed"), "sign-in"],
    ["a collector with too much to do", failure(503, "overloaded"), "no-connection"],
    ["too many attempts", failure(429, "too-many-attempts"), "no-connection"],
  ])("wait for the end of %s", async (_, answer, held) => {
    const queue = open();
    queue.add(act("door"));
    answers = [answer];
    await queue.run();
    expect([queue.snapshot().held, queue.snapshot().waiting.length]).toEqual([held, 1]);
  });

  test("are one account's: another on the same phone neither sees nor sends them", async () => {
    open("ana").add(act("door"));
    const other = open("bo");
    await other.run();
    expect([other.snapshot().waiting, sent]).toEqual([[], []]);
    expect(open("ana").snapshot().waiting).toHaveLength(1);
  });

  test("are bounded, by number and by what the browser keeps, and what does not fit is said", () => {
    const queue = open();
    for (let at = 0; at < MOST_ACTS; at += 1) queue.add(act(`door-${at}`));
    expect(() => queue.add(act("one-more"))).toThrow(QueueFull);
    expect(queue.snapshot().waiting).toHaveLength(MOST_ACTS);
    full = true;
    expect(() => queue.add(act("door-0", { name: "other" }))).toThrow(QueueFull);
  });

  test.each(["{nonsense", "7", '{"waiting":7,"refused":[{"id":1}]}', '{"waiting":[{"id":"a"},null,"b"]}'])(
    "that somebody else wrote in their place are none: %s",
    (other) => {
      kept.set("probewarden.ladder.ana", other);
      expect(open().snapshot()).toEqual({ waiting: [], refused: [], held: undefined });
    },
  );

  test("of which more stand there than may wait are those that came first", () => {
    const many = Array.from({ length: MOST_ACTS + 5 }, (_, at) => act(`door-${at}`));
    kept.set("probewarden.ladder.ana", JSON.stringify({ waiting: many, refused: [] }));
    expect(open().snapshot().waiting).toHaveLength(MOST_ACTS);
  });

  test("are gone when nobody wants them any more, from the browser's store as well", () => {
    const queue = open();
    queue.add(act("door"));
    queue.clear();
    expect([queue.snapshot().waiting, kept.size]).toEqual([[], 0]);
  });
});
