import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { visitOnce } from "../../agent/src/cameras/cameras-once.ts";
import {
  onvif,
  probeMatch,
  probeMatches,
  startHostileResponder,
  startHostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const CAMERA = "00:11:22:33:44:55";
const OTHER = "00:11:22:33:44:66";

/** A camera at an address that says its endpoint reference and a hardware address. @returns where it is asked */
async function camera(
  address: string,
  claims = CAMERA,
  reference: () => string = () => "urn:uuid:camera",
): Promise<string> {
  const web = await startHostileServer(onvif(), address);
  const scopes = `onvif://www.onvif.org/MacAddress/${claims} onvif://www.onvif.org/hardware/IPC-1`;
  const match = () => probeMatch(reference(), `http://${address}:${web.port}/`, scopes);
  const responder = await startHostileResponder((socket, id, from) => {
    socket.send(probeMatches(id, match()), from.port, from.address);
  }, address);
  const stop = async (): Promise<void> => {
    responder.stop();
    await web.stop();
  };
  stops.push(stop);
  return `${address}:${responder.target.port}`;
}

function sensor(links: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), "pw-identity-"));
  stops.push(() => rmSync(dataDir, { recursive: true }));
  return async (...unicast: string[]) => {
    const config = { enabled: true, interfaces: [], unicast, allowLoopback: true, visitEveryMinutes: 60 };
    const { visits } = await visitOnce(config, { dataDir, linkAddressOf: (address) => links[address] });
    return visits.map(({ finding }) => ({
      id: finding.cameraId,
      odd: finding.oddities.map(({ code }) => code),
      address: finding.address,
    }));
  };
}

test("a camera is the same one at a new address; another that says its reference and its hardware address has a history of its own", async () => {
  const look = sensor({ "127.0.0.2": CAMERA, "127.0.0.3": CAMERA, "127.0.0.4": OTHER });
  const [old] = await look(await camera("127.0.0.2"));
  expect(old?.odd).toEqual([]);
  // It has moved, and somebody lies beside it; then it is off, and only the liar answers, at last at its very address.
  const [moved, liar] = await look(await camera("127.0.0.3"), await camera("127.0.0.4"));
  expect([moved?.id, moved?.odd]).toEqual([old?.id, []]);
  expect(liar?.id).not.toBe(old?.id);
  expect(liar?.odd).toContain("claims-other-hardware");
  const [alone] = await look(await camera("127.0.0.4"));
  expect(alone?.id).not.toBe(old?.id);
});

test("who has taken a camera's address and says its reference is another camera", async () => {
  const links: Record<string, string> = { "127.0.0.5": CAMERA };
  const look = sensor(links);
  const [old] = await look(await camera("127.0.0.5"));
  links["127.0.0.5"] = OTHER;
  const [taken] = await look(await camera("127.0.0.5"));
  expect(taken?.id).not.toBe(old?.id);
});

test("where no hardware address can be seen, nobody takes over a camera's history by saying its reference and its hardware address", async () => {
  const look = sensor({});
  const [old] = await look(await camera("127.0.0.6"));
  const [liar] = await look(await camera("127.0.0.7"));
  expect(liar?.id).not.toBe(old?.id);
});
