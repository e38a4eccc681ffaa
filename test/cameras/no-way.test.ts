import { expect, test } from "vitest";
import { knockAt, knockOf, notTaken } from "../../agent/src/cameras/knock.ts";
import { startHostileServer } from "../../demo/src/fake-camera/hostile-camera.ts";
import { inNetwork, whyNoNamespace } from "./namespace.ts";

test("a connection is taken, refused by who is there, or impossible, as the system says", async () => {
  const server = await startHostileServer(() => undefined);
  expect(await knockAt("127.0.0.1", server.port)).toBe("open");
  await server.stop();
  expect(await knockAt("127.0.0.1", server.port)).toBe("closed");
  // To all of a network no connection is possible: this machine itself says that there is no way.
  expect(await knockAt("255.255.255.255", 80)).toBe("unreachable");
  expect(["EHOSTUNREACH", "ENETUNREACH", "EACCES", "ETIMEDOUT", "ECONNRESET"].map(knockOf)).toEqual([
    "unreachable",
    "unreachable",
    "unreachable",
    "silent",
    "closed",
  ]);
  expect(notTaken(["silent", "unreachable", "closed"])).toBe("closed");
  expect(notTaken(["silent", "unreachable"])).toBe("unreachable");
  expect(notTaken(["silent"])).toBe("silent");
});

test.skipIf(whyNoNamespace())(
  "an address to which no way leads, one that is there without a web server, and one that says nothing are told apart",
  { timeout: 120_000 },
  () => {
    const said = inNetwork(
      `link set lo up
      link add d0 type veth peer name d1
      addr add 10.66.0.1/24 dev d0
      link set d0 up
      link set d1 up
      route add unreachable 10.66.1.0/24`,
      `import { visitOnce } from "./agent/src/cameras/cameras-once.ts";
      const config = { enabled: true, interfaces: [], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };
      const named = ["10.66.0.1", "10.66.0.7", "10.66.1.7", "10.77.0.7"].map((address) => ({ address, port: 80 }));
      const { dropped } = await visitOnce(config, { places: { named, range: [] } });
      console.log(JSON.stringify(dropped));`,
    );
    expect(said).toEqual({
      "closed-address": 1,
      "silent-address": 1,
      "unreachable-address": 2,
      // Six packets of discovery to each of two.
      "no-way-there": 12,
    });
  },
);
