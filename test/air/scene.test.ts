import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readScene } from "./read-scene.ts";

const SCENE = `
seconds: 5
floor: { widthMetres: 40, heightMetres: 30 }
sensors:
  - { name: hall, at: { x: 20, y: 15 } }
`;

test("a scene needs its length, a floor and a sensor; everything else has a value", () => {
  expect(readScene(SCENE)).toMatchObject({
    seed: 1,
    exponent: 3,
    channels: [1, 6, 11],
    sensors: [{ channels: [6], sensitivityDbm: -92, capture: { radiotap: "full", fcs: "kept", damage: "flagged" } }],
  });
});

test("the scene of the mall is a scene", () => {
  const file = new URL("scenes/mall.yaml", import.meta.url);
  expect(readScene(readFileSync(file, "utf8")).phones[0]?.count).toBe(2_000);
});

test.each([
  ["", "scene.yaml: it is empty (example: seconds: 120)"],
  [SCENE.replace("seconds: 5", ""), "/seconds is missing (example: 120)"],
  [SCENE.replace("seconds", "secnds"), "/secnds is unknown (did you mean seconds?)"],
  [`${SCENE}boxes: [{ kind: carma }]`, "/boxes/0/kind must be one of karma, mana-loud"],
  [`${SCENE}boxes: [{ kind: evil-twin }]`, "no access point is the venue's and secured (venue: true)"],
  [`${SCENE}boxes: [{ kind: karma, from: 9, until: 3 }]`, "/boxes/0/until is not after `from`"],
  [`${SCENE}boxes: [{ kind: deauthentication }]`, "/boxes/0/kind is deauthentication, and there is no access point"],
  [`${SCENE}channels: [14, 3]`, "/channels names 14, which is no channel of 20 MHz (1 to 13, 36 to 177)"],
  [`${SCENE}  - { name: hall, at: { x: 1, y: 1 } }`, "/sensors/1/name is hall, as another sensor's"],
  [
    SCENE.replace("y: 15 }", "y: 15 }, capture: { radiotap: lean, fcs: cut }"),
    "/sensors/0/capture/damage is flagged, which only the full radio header can say (radiotap: full)",
  ],
])("a wrong scene is refused with the place and what is wrong: %#", (text, wrong) => {
  expect(() => readScene(text)).toThrow(wrong);
});
