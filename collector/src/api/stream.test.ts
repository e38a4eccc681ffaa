import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { makeApp, putSuspect, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
afterEach(() => fixture.close());

interface Seen {
  id: string;
  event: string;
  data: string;
}

/** A listener over a real connection, as a browser's EventSource is. */
async function listen(lastEventId?: string) {
  const { port } = fixture.app.server.address() as AddressInfo;
  const aborted = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}/api/stream`, {
    signal: aborted.signal,
    headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  const next = async (): Promise<Seen> => {
    for (;;) {
      const end = rest.indexOf("\n\n");
      if (end >= 0) {
        const lines = new Map(
          rest
            .slice(0, end)
            .split("\n")
            .map((line) => line.split(/: (.*)/s) as [string, string]),
        );
        rest = rest.slice(end + 2);
        if (lines.has("event"))
          return { id: lines.get("id") ?? "", event: lines.get("event") ?? "", data: lines.get("data") ?? "" };
      } else rest += (await reader?.read())?.value ?? "";
    }
  };
  return { response, next, leave: () => aborted.abort() };
}

const start = async (options: { ring?: number } = {}) => {
  fixture = await makeApp({ demo: true, ...options });
  await fixture.app.listen({ host: "127.0.0.1", port: 0 });
};

test("a changed row is told once a second at most, and a client that comes back gets what it missed", async () => {
  await start();
  const first = await listen();
  expect(first.response.headers.get("content-type")).toContain("text/event-stream");
  for (let times = 0; times < 100; times += 1) fixture.stream.changed("suspect", "box-one");
  const one = await first.next();
  expect(one).toMatchObject({ event: "suspect", data: '{"suspectId":"box-one"}' });
  first.leave();

  fixture.stream.changed("suspect", "box-two");
  await fixture.stream.flush();
  fixture.stream.changed("suspect", "box-three");
  await fixture.stream.flush();
  const second = await listen(one.id);
  expect((await second.next()).data).toContain("box-two");
  const three = await second.next();
  expect(three.data).toContain("box-three");
  expect(Number(three.id)).toBe(Number(one.id) + 2);
  second.leave();
});

test("a client that was away too long, or knew another process, is told to read everything anew", async () => {
  await start({ ring: 2 });
  const early =
    (fixture.stream.changed("suspect", "box-a"), await fixture.stream.flush(), fixture.stream.since(0)[0]?.id ?? 0);
  for (const id of ["box-b", "box-c", "box-d"]) {
    fixture.stream.changed("suspect", id);
    await fixture.stream.flush();
  }
  for (const last of [String(early), "7", "nonsense", String(early + 1_000_000)]) {
    const client = await listen(last);
    expect(await client.next()).toMatchObject({ event: "reset" });
    client.leave();
  }
});

test("a client that missed more than is worth telling reads everything anew instead", async () => {
  await start();
  fixture.stream.changed("suspect", "box-one");
  await fixture.stream.flush();
  const [first] = fixture.stream.since(-1);
  for (let box = 0; box < 300; box += 1) fixture.stream.changed("suspect", `${"x".repeat(1_000)}${box}`);
  await fixture.stream.flush();
  const client = await listen(String(first?.id));
  expect(await client.next()).toMatchObject({ event: "reset" });
  client.leave();
});

test("an alert that opens is on the stream as the API shows it", async () => {
  await start();
  const client = await listen();
  await putSuspect(fixture, "box-one");
  await fixture.alerts.suspectChanged("box-one");
  const { event, data } = await client.next();
  expect(event).toBe("alert");
  const { items } = (await fixture.app.inject({ url: "/api/alerts" })).json();
  expect([JSON.parse(data)]).toEqual(items);
  client.leave();
});

test("HEAD is answered at once, and takes nobody's seat", async () => {
  await start();
  const { port } = fixture.app.server.address() as AddressInfo;
  for (let time = 0; time < 20; time++) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/stream`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  }
});

test("closing the server ends the streams", async () => {
  await start();
  const { response } = await listen();
  // Left open it would live for a quarter of an hour, and this test for its time-out.
  await Promise.all([fixture.app.close(), response.text().catch(() => "cut off")]);
});

test("a stream ends at once when its session signs out, and leaves the others", async () => {
  fixture = await makeApp();
  await fixture.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = fixture.app.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  await fixture.accounts.create("li", "correct horse battery");
  const signIn = async (): Promise<string> => {
    const answer = await fetch(`${origin}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ name: "li", password: "correct horse battery" }),
    });
    return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  };
  const [leaver, stayer] = [await signIn(), await signIn()];
  const [left, stays] = [
    await fetch(`${origin}/api/stream`, { headers: { cookie: leaver } }),
    await fetch(`${origin}/api/stream`, { headers: { cookie: stayer } }),
  ];
  const reading = left.text();
  await fetch(`${origin}/api/session`, { method: "DELETE", headers: { cookie: leaver, origin } });
  expect(await reading).toContain("retry:");
  fixture.stream.changed("suspect", "box-one");
  const reader = stays.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  while (!heard.includes("box-one")) heard += (await reader?.read())?.value ?? "";
  await reader?.cancel();
});
