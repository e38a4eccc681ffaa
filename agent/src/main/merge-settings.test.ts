import { ConfigError } from "@probewarden/cli";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { mergeSettings } from "./merge-settings.ts";

const BEFORE = `# Of the north gate.
sensorId: north-gate
venueId: mall
mqtt:
  url: mqtts://old.example:8883 # the old server
  username: north-gate
  passwordFile: /etc/probewarden/mqtt-password
  caFile: /etc/probewarden/ca.pem
# The antenna points to the hall.
radio:
  interface: wlan1 # the USB one
  channels: [ 1, 6, 11, 13 ]
cameras: { unicast: [ 192.168.1.64:80 ] }
logLevel: debug
`;
const GIVEN = `sensorId: north-gate
venueId: mall
mqtt:
  url: mqtts://new.example:8883
  username: north-gate
  password: fresh
  ca: PEM
`;
const merged = (before: string, given: string): { yaml: string; kept: string[] } => {
  const { document, kept } = mergeSettings(before, "agent.yaml", parseDocument(given));
  return { yaml: document.toString(), kept };
};

test("who joins again keeps every setting of the radio and the cameras, and the comments; the identity is the new one", () => {
  expect(merged(BEFORE, GIVEN)).toEqual({
    kept: ["radio", "cameras", "logLevel"],
    yaml: BEFORE.replace("old.example", "new.example").replace(
      "  passwordFile: /etc/probewarden/mqtt-password\n  caFile: /etc/probewarden/ca.pem\n",
      "  password: fresh\n  ca: PEM\n",
    ),
  });
});

test("of an old identity nothing is left that the new one does not have", () => {
  const { yaml } = merged(BEFORE, "sensorId: south\nvenueId: mall\nmqtt: { url: mqtt://127.0.0.1:1883 }\n");
  expect(parseDocument(yaml).toJS()).toMatchObject({ sensorId: "south", mqtt: { url: "mqtt://127.0.0.1:1883" } });
  expect(yaml).not.toMatch(/username|passwordFile|caFile/);
});

test("a setting that the new file names is the new file's, key by key", () => {
  const { yaml, kept } = merged(BEFORE, `${GIVEN}radio: { interface: wlan2 }\ncameras:\n  enabled: false\n`);
  expect(kept).toEqual(["logLevel"]);
  expect(parseDocument(yaml).toJS()).toMatchObject({
    radio: { interface: "wlan2", channels: [1, 6, 11, 13] },
    cameras: { unicast: ["192.168.1.64:80"], enabled: false },
  });
  expect(yaml).toContain("wlan2 # the USB one");
});

test("an empty file is filled, and one that holds no settings is not thrown away", () => {
  expect(parseDocument(merged("", GIVEN).yaml).toJS()).toEqual(parseDocument(GIVEN).toJS());
  expect(parseDocument(merged("mqtt:\n", GIVEN).yaml).toJS()).toEqual(parseDocument(GIVEN).toJS());
  for (const broken of ["- a\n", "a: [", "word"]) expect(() => merged(broken, GIVEN)).toThrow(ConfigError);
});
