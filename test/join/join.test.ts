import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inFolder } from "node:path";
import { createServer, connect as connectTcp, type AddressInfo, type Socket } from "node:net";
import { createServer as createTlsServer, connect as connectTls } from "node:tls";
import { createServer as createHttpsServer } from "node:https";
import { idOfCode, keyOf } from "@probewarden/cli";
import { freePort } from "@probewarden/cli/free-port";
import type { SiteCode } from "@probewarden/contract";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { askToJoin } from "../../agent/src/main/ask-to-join.ts";
import { join as joinCommand } from "../../agent/src/main/join.ts";
import { boxOf } from "../../agent/src/main/box.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "../../collector/src/api/app-fixture.ts";
import { SignIn } from "../../collector/src/broker/sign-in.ts";
import { makeCertificates } from "../../collector/src/main/certificates.ts";
import { NIGHT_MS } from "../../collector/src/sensors/join/site-codes.ts";
import { makeSensorRow, makeVenueRow } from "../../collector/src/store/state/test-rows.ts";
import { removeVenue } from "../../collector/src/venues/remove-venue.ts";

/** Boxes and a collector, over real TLS in one process: the sensor's side as the command has it, and the collector's whole API. */
let fixture: AppFixture;
let collector = "";
let tls: { cert: Buffer; key: Buffer };
let ana: { pw_session: string };
const closing: (() => void)[] = [];
/** What a box that was let in found in its agent.yaml. */
interface Identity {
  sensorId: string;
  venueId: string;
  mqtt: { username: string; password: string };
}

beforeAll(async () => {
  const { cert, key } = await makeCertificates(["127.0.0.1"], Date.now());
  tls = { cert: Buffer.from(cert), key: Buffer.from(key) };
  fixture = await makeApp({ tls });
  await fixture.app.listen({ host: "127.0.0.1", port: 0 });
  collector = `https://127.0.0.1:${(fixture.app.server.address() as AddressInfo).port}`;
  const rights = { roles: ["technician" as const], scope: { districts: [], venues: ["mall"] } };
  await fixture.accounts.create("ana", "correct horse battery", rights);
  ana = { pw_session: (await fixture.accounts.signIn("ana", "correct horse battery")) ?? "" };
});
afterAll(async () => {
  for (const close of closing) close();
  await fixture.close();
});
beforeEach(async () => {
  const { db } = fixture.state;
  for (const table of ["site_codes", "sensor_boxes", "sensors", "audit"] as const) await db.deleteFrom(table).execute();
  await db
    .insertInto("venues")
    .values(makeVenueRow({ venue_id: "mall" }))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
});

const send = async (method: "POST" | "DELETE", url: string, payload: object = {}) => {
  const answer = await fixture.app.inject({
    method,
    url,
    payload,
    cookies: ana,
    headers: OWN_PAGE,
  });
  return { status: answer.statusCode, body: answer.json() };
};
const makeCode = async (wanted: object = {}): Promise<string[]> => {
  const { status, body } = await send("POST", "/api/venues/mall/site-code", wanted);
  expect([status, body]).toEqual([200, body]);
  return (body as SiteCode).words;
};
/** What a code is worth costs time to compute, and is the same each time. */
const keys = new Map<string, Promise<Buffer>>();
const keyOnce = (words: string[]): Promise<Buffer> => {
  const key = keys.get(words.join(" ")) ?? keyOf(words);
  keys.set(words.join(" "), key);
  return key;
};
const box = (number: number): string => number.toString(16).padStart(64, "a");
const join = async (words: string[], number: number, name?: string, at = collector) => {
  const answer = await askToJoin({
    key: await keyOnce(words),
    collector: at,
    box: box(number),
    ...(name === undefined ? {} : { name }),
  });
  return { ...answer, identity: parse(answer.agentYaml) as Identity };
};
const mayIn = async ({ mqtt }: Identity): Promise<boolean> => {
  const outcome = await new SignIn(fixture.state, false).signIn(
    mqtt.username,
    Buffer.from(mqtt.password),
    () => undefined,
  );
  return outcome !== "wrong" && outcome !== "later";
};
/** A server between, which the test ends. */
const listening = async (server: ReturnType<typeof createServer>): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test("a box joins by six words, may sign in, and stands in the record with whose code it was", async () => {
  const words = await makeCode({ uses: 2 });
  const { identity, at, otherBox } = await join(words, 1, "door");
  expect([identity.sensorId, identity.venueId, otherBox, at]).toEqual([
    "door",
    "mall",
    undefined,
    "2026-11-24T08:00:00.000Z",
  ]);
  expect(await mayIn(identity)).toBe(true);
  const { identity: second } = await join(words, 2);
  expect(second.sensorId).toMatch(/^box-[g-v]{6}$/);
  const acts = await fixture.state.db.selectFrom("audit").select(["by", "action", "subject"]).orderBy("seq").execute();
  expect(acts).toContainEqual({ by: "ana", action: "sensor-joined", subject: "door mall" });
});

test("what the store keeps of a code is not its words", async () => {
  const words = await makeCode();
  const row = JSON.stringify(await fixture.state.db.selectFrom("site_codes").selectAll().executeTakeFirstOrThrow());
  for (const word of words) expect(row).not.toContain(`"${word}`);
});

test("two boxes of one name are told apart, and a name that a sensor once had is not given again", async () => {
  const words = await makeCode();
  const first = await join(words, 1, "door");
  const second = await join(words, 2, "door");
  expect([second.identity.sensorId, second.otherBox]).toEqual(["door-2", "door"]);
  expect([await mayIn(first.identity), await mayIn(second.identity)]).toEqual([true, true]);
  await fixture.state.db
    .insertInto("sensors")
    .values(makeSensorRow("gate", { retired_at: 1 }))
    .execute();
  expect((await join(words, 3, "gate")).identity.sensorId).toBe("gate-2");
});

test("a box whose answer was lost asks again: it is the same sensor, and one place of the code", async () => {
  const words = await makeCode({ uses: 1 });
  const lost = await join(words, 1, "door");
  const again = await join(words, 1, "door");
  expect(again.identity.sensorId).toBe("door");
  expect([await mayIn(lost.identity), await mayIn(again.identity)]).toEqual([false, true]);
  await expect(join(words, 2, "gate")).rejects.toThrow("as many boxes have joined by this code as it was made for");
});

test("of two boxes that come for the last place at once, one gets it", async () => {
  const words = await makeCode({ uses: 1 });
  const both = await Promise.allSettled([join(words, 1), join(words, 2)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a stolen code is worth nothing the next day, when it was taken back, or when another was made", async () => {
  const words = await makeCode();
  fixture.clock.now += NIGHT_MS;
  try {
    await expect(join(words, 1)).rejects.toThrow("this code's night is over");
  } finally {
    fixture.clock.now -= NIGHT_MS;
  }
  await makeCode();
  await expect(join(words, 1)).rejects.toThrow("this code's night is over, or it was taken back");
  const third = await makeCode();
  expect((await send("DELETE", "/api/venues/mall/site-code")).body).toEqual({ withdrawn: true });
  await expect(join(third, 1)).rejects.toThrow("have another one made");
  expect(await fixture.state.db.selectFrom("sensors").selectAll().execute()).toEqual([]);
});

test("one box takes over a sensor's place and history, and the one before is out at once", async () => {
  const place = { floor_id: "ground", x: 8, y: 34, name: "North gate" };
  await fixture.state.db
    .insertInto("sensors")
    .values(makeSensorRow("gate", { venue_id: "mall", ...place }))
    .execute();
  const first = await join(await makeCode({ replaces: "gate" }), 1);
  const words = await makeCode({ replaces: "gate" });
  const { identity, otherBox } = await join(words, 2, "door");
  expect([identity.sensorId, otherBox]).toEqual(["gate", undefined]);
  expect([await mayIn(first.identity), await mayIn(identity)]).toEqual([false, true]);
  const row = fixture.state.db
    .selectFrom("sensors")
    .select(["name", "floor_id", "x", "y"])
    .where("sensor_id", "=", "gate");
  expect(await row.executeTakeFirstOrThrow()).toEqual(place);
  // The venue's code lets nobody take over anything, and this one lets nobody else in.
  await expect(join(words, 3)).rejects.toThrow("as many boxes");
  expect((await send("POST", "/api/venues/mall/site-code", { replaces: "nobody" })).status).toBe(404);
});

test("who stands between, ends the connection and begins another, learns nothing and lets nobody in", async () => {
  const words = await makeCode();
  const { cert, key } = await makeCertificates(["127.0.0.1"], Date.now());
  const seen: Buffer[] = [];
  const between = createTlsServer({ cert, key }, (box) => {
    const onward = connectTls({ port: Number(new URL(collector).port), host: "127.0.0.1", rejectUnauthorized: false });
    box.on("data", (part: Buffer) => {
      seen.push(part);
      // The box says where it believes to be; the collector answers to its own name only.
      onward.write(part.toString("latin1").replaceAll(new URL(at).host, new URL(collector).host), "latin1");
    });
    onward.on("data", (part: Buffer) => box.write(part));
    for (const side of [box, onward])
      side.on("error", () => undefined).on("close", () => (box.destroy(), onward.destroy()));
  });
  const at = await listening(between);
  await expect(join(words, 1, "door", at)).rejects.toThrow(
    "something between this box and the collector ends the connection",
  );
  expect(await fixture.state.db.selectFrom("sensors").selectAll().execute()).toEqual([]);
  // All that was said, and none of it is a word of the code: looking for the words themselves would now and then find
  // one that is a field's name or stands in a row of hexadecimal digits ("proof", "deed").
  const [, body] = Buffer.concat(seen).toString("latin1").split("\r\n\r\n");
  expect(JSON.parse(body ?? "")).toEqual({
    version: 1,
    codeId: expect.stringMatching(/^[0-9a-f]{32}$/u),
    nonce: expect.stringMatching(/^[0-9a-f]{32}$/u),
    proof: expect.stringMatching(/^[0-9a-f]{64}$/u),
    box: expect.stringMatching(/^[0-9a-f]{64}$/u),
    name: "door",
  });
  // Octets that are passed on as they are harm nobody.
  const cable = createServer((box: Socket) => {
    const onward = connectTcp({ port: Number(new URL(collector).port), host: "127.0.0.1" });
    box.pipe(onward).pipe(box);
    for (const side of [box, onward]) side.on("error", () => undefined);
  });
  expect((await join(words, 1, "door", await listening(cable))).identity.sensorId).toBe("door");
});

test("a collector that does not know the code cannot give a box an identity, whatever it answers", async () => {
  const words = await makeCode();
  const answers = [
    { agentYaml: "sensorId: mine\n", proof: "0".repeat(64), at: "2026-11-24T08:00:00.000Z" },
    { agentYaml: "x".repeat(70_000) },
    "no object",
  ];
  const liar = createHttpsServer(tls, (_request, answer) => answer.end(JSON.stringify(answers.shift())));
  const at = await listening(liar);
  await expect(join(words, 1, "door", at)).rejects.toThrow("does not know this code");
  await expect(join(words, 1, "door", at)).rejects.toThrow("answers too much to be a collector");
  await expect(join(words, 1, "door", at)).rejects.toThrow("bring agent and collector to the same release");
});

test("the command installs what it fetched, and says how wrong the clock of the box is, and which name it has", async () => {
  const folder = mkdtempSync(inFolder(tmpdir(), "pw-join-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  const words = await makeCode();
  await join(words, 1, "door");
  const to = inFolder(folder, "agent.yaml");
  const joinAs = async (name: string): Promise<string> => {
    const told: string[] = [];
    const tell = (text: string | Uint8Array): boolean => told.push(String(text)) > 0;
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockImplementation(tell));
    try {
      await joinCommand(words, { to, check: false, collector, name });
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    return told.join("");
  };
  const said = await joinAs("door");
  // The collector's clock stands where the fixture set it.
  expect(said).toMatch(
    /this box's clock is \d+ minutes (ahead of|behind) the collector's: set it \(sudo timedatectl set-ntp true\)/,
  );
  expect(said).toContain("door is or was another sensor, and no name is given twice, so this one is called door-2");
  expect(said).toContain(`${to}: sensor door-2 of venue mall`);
  expect(parse(readFileSync(to, "utf8"))).toMatchObject({ sensorId: "door-2", mqtt: { username: "door-2" } });
  expect([statSync(to).mode & 0o777, statSync(inFolder(folder, "mqtt-password")).mode & 0o777]).toEqual([0o600, 0o600]);
  // No box has the name that it asks for now; it is called as before because it is the same box.
  expect(await joinAs("north-gate")).toContain(
    "this box has joined by this code before, and is still called door-2, not north-gate",
  );
});

test("what is wrong on the way is said to whoever stands on the ladder", async () => {
  const words = await makeCode();
  const nobody = await freePort();
  await expect(join(words, 1, "door", `https://127.0.0.1:${nobody}`)).rejects.toThrow("does not answer on that port");
  await expect(join(words, 1, "door", "https://no-such-collector.invalid:8443")).rejects.toThrow(
    "is a name that this box does not know",
  );
  await expect(join(words, 1, "door", "http://127.0.0.1:8443")).rejects.toThrow("begins with https://");
  await expect(askToJoin({ key: await keyOnce(words), collector: undefined, box: box(1) })).rejects.toThrow(
    "--collector: say which",
  );
  const plain = createServer((socket) => socket.end("220 mail\r\n"));
  await expect(join(words, 1, "door", await listening(plain))).rejects.toThrow("does not speak TLS 1.3 on that port");
  const older = createHttpsServer(tls, (_request, answer) => answer.writeHead(404).end("{}"));
  await expect(join(words, 1, "door", await listening(older))).rejects.toThrow("it is older than this agent");
});

test("a card that was copied makes no box of two, and a box is the same after a reboot", () => {
  const read = (file: string): string | undefined => (file === "/etc/machine-id" ? "of the card" : undefined);
  expect(boxOf(read, ["02:00:00:00:00:01"])).not.toBe(boxOf(read, ["02:00:00:00:00:02"]));
  expect(boxOf()).toBe(boxOf());
});

test("a venue that is removed takes its codes and boxes with it", async () => {
  await join(await makeCode(), 1, "door").catch(() => undefined);
  await removeVenue(fixture.state, "mall", "ana", fixture.clock.now);
  for (const table of ["site_codes", "sensor_boxes"] as const)
    expect(await fixture.state.db.selectFrom(table).selectAll().execute()).toEqual([]);
});

test("who does not know the code gets nothing by its name, and is slowed down", async () => {
  const words = await makeCode();
  const body = {
    version: 1,
    codeId: idOfCode(await keyOnce(words)),
    nonce: "0".repeat(32),
    proof: "0".repeat(64),
    box: box(9),
  };
  const guess = await fixture.app.inject({ method: "POST", url: "/api/join", payload: body, headers: OWN_PAGE });
  // Not even by TLS.
  expect(guess.json()).toMatchObject({ code: "join-needs-tls" });
  expect(
    (
      await fixture.app.inject({
        method: "POST",
        url: "/api/join",
        payload: { ...body, version: 2 },
        headers: OWN_PAGE,
      })
    ).json(),
  ).toMatchObject({ code: "join-version" });
  const wrong = words.toReversed();
  const said: string[] = [];
  // Twenty failures of an address, of which other tests have had some.
  while (said.length < 21 && !said.at(-1)?.includes("too many"))
    said.push(
      await join(wrong, 9).then(
        () => "in",
        (error: Error) => error.message,
      ),
    );
  expect(said[0]).toContain("it has made no such code: read the six words again");
  expect(said.at(-1)).toContain("too many attempts from here; wait ten minutes");
});
