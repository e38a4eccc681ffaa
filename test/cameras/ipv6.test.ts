import { expect, test } from "vitest";
import { inNetwork, whyNoNamespace } from "./namespace.ts";

/** Two ends of a cable: the sensor's, which has IPv4 as well, and the cameras'. */
const CABLE = `link set lo up
  link add d0 type veth peer name d1
  link set d0 addrgenmode none
  link set d1 addrgenmode none
  addr add 10.66.0.1/24 dev d0
  link set d0 up
  link set d1 up
  addr add fe80::1/64 dev d0 nodad
  addr add fe80::2/64 dev d1 nodad
  addr add fe80::3/64 dev d1 nodad`;

/** Cameras at the far end: one that has IPv6 alone, and one that answers over IPv4 too and says the same reference there. */
const PROGRAM = `
  import { createSocket } from "node:dgram";
  import { visitOnce } from "./agent/src/cameras/cameras-once.ts";
  import { onvif, probeMatch, probeMatches, startHostileServer } from "./demo/src/fake-camera/hostile-camera.ts";

  const alone = await startHostileServer(onvif(), "fe80::2%d1", 8000);
  const both = await startHostileServer(onvif(), "fe80::3%d1", 8000);
  const bothByIpv4 = await startHostileServer(onvif(), "10.66.0.1", 8000);
  const asked = [];
  const respond = (family, own, group, matches) => {
    const socket = createSocket({ type: family, ipv6Only: family === "udp6", reuseAddr: true });
    const answering = createSocket(family);
    socket.on("message", (probe, { address, port }) => {
      asked.push(group ?? own);
      const id = /MessageID>([^<]+)</.exec(String(probe))?.[1] ?? "";
      answering.send(probeMatches(id, matches), port, address);
    });
    answering.bind(0, own);
    return new Promise((done) =>
      socket.bind(3702, group === undefined ? own : "::", () => {
        if (group !== undefined) socket.addMembership(group, "::%d1");
        done();
      }),
    );
  };
  await respond("udp6", "fe80::2%d1", undefined, probeMatch("urn:alone", "http://[fe80::2]:8000/onvif/device_service"));
  await respond("udp6", "fe80::3%d1", undefined, probeMatch("urn:both", "http://[fe80::3]:8000/onvif/device_service"));
  await respond("udp4", "10.66.0.1", undefined, probeMatch("urn:both", "http://10.66.0.1:8000/onvif/device_service"));
  await respond("udp6", "fe80::2%d1", "ff02::c", probeMatch("urn:alone", "http://[fe80::2]:8000/onvif/device_service"));
  await respond("udp6", "fe80::3%d1", "ff02::c", probeMatch("urn:both", "http://[fe80::3]:8000/onvif/device_service"));

  const config = { enabled: true, interfaces: ["d0"], unicast: ["10.66.0.1:3702"], allowLoopback: false, visitEveryMinutes: 60 };
  const logged = [];
  const { visits, dropped } = await visitOnce(config, { protocols: [], logged: (entries) => logged.push(...entries) });
  console.log(
    JSON.stringify({
      found: visits.map(({ finding, reference }) => [finding.address, reference]).sort(),
      dropped,
      groups: asked.filter((each) => each === "ff02::c").length,
      hosts: [...new Set(alone.requests.map((request) => /^host: *(.*)$/im.exec(request)?.[1]))],
      calls: [alone, both, bothByIpv4].map(({ requests }) => requests.length > 0),
      networks: logged[0].interfaces,
    }),
  );
  process.exit(0);
`;

test.skipIf(whyNoNamespace())(
  "a camera that has IPv6 alone is found on its link and visited at the address that answered; one that has both is visited once",
  { timeout: 180_000 },
  () => {
    expect(inNetwork(CABLE, PROGRAM)).toEqual({
      found: [
        ["10.66.0.1", "urn:both"],
        ["fe80::2", "urn:alone"],
      ],
      dropped: { "visited-over-ipv4": 1 },
      // Six questions, of which both cameras hear each.
      groups: 12,
      hosts: ["[fe80::2]:8000"],
      calls: [true, false, true],
      networks: ["10.66.0.1", "fe80::1%d0"],
    });
  },
);

test.skipIf(whyNoNamespace())(
  "an interface that speaks no IPv6 is asked over IPv4 alone, and that stands in the log",
  { timeout: 120_000 },
  () => {
    const network = `link set lo up
      link add d0 type veth peer name d1
      link set d0 addrgenmode none
      addr add 10.66.0.1/24 dev d0
      link set d0 up
      link set d1 up`;
    const program = `import { visitOnce } from "./agent/src/cameras/cameras-once.ts";
      const config = { enabled: true, interfaces: ["d0"], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };
      const logged = [];
      const { dropped } = await visitOnce(config, { protocols: [], logged: (entries) => logged.push(...entries) });
      console.log(JSON.stringify([logged[0].interfaces, dropped, logged.at(-1).discoveryPackets]));`;
    expect(inNetwork(network, program)).toEqual([["10.66.0.1"], {}, 6]);
  },
);
