import { expect, test } from "vitest";
import { BrokerAddresses } from "./own-servers.ts";

test("an address is known at once, in one spelling", () => {
  expect(new BrokerAddresses("mqtts://[::ffff:192.168.1.5]:8883").known).toEqual({
    addresses: ["192.168.1.5"],
    portsHere: [8883],
    unresolved: false,
  });
});

test("a name is resolved to all its addresses, and what it had once is remembered", async () => {
  const answers = [["192.168.1.5", "FD00::0005"], ["192.168.1.6"], []];
  const broker = new BrokerAddresses("mqtts://broker.example", () => Promise.resolve(answers.shift() ?? []));
  expect(broker.known.unresolved).toBe(true);
  expect((await broker.now()).addresses).toEqual(["192.168.1.5", "fd00::5"]);
  expect((await broker.now()).addresses).toEqual(["192.168.1.5", "fd00::5", "192.168.1.6"]);
  expect(await broker.now()).toMatchObject({ unresolved: false, portsHere: [8883] });
});

test.each(["localhost", "127.0.0.1", "[::1]"])(
  "a broker on %s is on this machine; there only its port is closed",
  async (host) => {
    const broker = new BrokerAddresses(`mqtt://${host}`, () => Promise.resolve(["127.0.0.1", "::1"]));
    expect(await broker.now()).toEqual({ addresses: [], portsHere: [1883], unresolved: false });
  },
);

test("a name that goes round is bounded", async () => {
  let n = 0;
  const broker = new BrokerAddresses("mqtts://b.example", () => Promise.resolve([`10.0.${n >> 8}.${n++ & 255}`]));
  for (let round = 0; round < 500; round++) await broker.now();
  expect(broker.known.addresses).toHaveLength(64);
});
