import { ConfigError, readFileOf, readSettings, type SettingsFile } from "@probewarden/cli";
import { channelOf2GHz } from "./channels.ts";
import { Scene } from "./scene.ts";

const SCENE_YAML = {
  schema: Scene,
  examples: {
    "/seconds": "120",
    "/floor": "{ widthMetres: 120, heightMetres: 80 }",
    "/sensors": "[{ name: north, at: { x: 20, y: 20 } }]",
    "/sensors/name": "north",
    "/sensors/at": "{ x: 20, y: 20 }",
    "/boxes/kind": "karma",
    "/start": "2026-03-02T10:00:00Z",
  },
  mayBeEmpty: false,
} satisfies SettingsFile<typeof Scene>;

/** Reads a scene. Throws `ConfigError` with the file, the place in it, what is wrong and how it looks when right. */
export function loadScene(file: string): Scene {
  return readScene(readFileOf(file, "the scene").toString("utf8"), file);
}

/** {@link loadScene} for text at hand; `file` is its name in messages. */
export function readScene(text: string, file = "scene.yaml"): Scene {
  const scene = readSettings(SCENE_YAML, text, file, {});
  const refuse = (path: string, wrong: string): never => {
    throw new ConfigError(`${file}: ${path} ${wrong}`);
  };
  const names = new Set<string>();
  for (const [index, { name, capture, channels }] of scene.sensors.entries()) {
    if (names.has(name)) refuse(`/sensors/${index}/name`, `is ${name}, as another sensor's`);
    names.add(name);
    if (capture.radiotap !== "full" && capture.damage === "flagged")
      refuse(
        `/sensors/${index}/capture/damage`,
        "is flagged, which only the full radio header can say (radiotap: full)",
      );
    if (capture.radiotap !== "full" && capture.fcs === "kept")
      refuse(`/sensors/${index}/capture/fcs`, "is kept, which only the full radio header can say (radiotap: full)");
    checkChannels(channels, `/sensors/${index}/channels`, refuse);
  }
  checkChannels(scene.channels, "/channels", refuse);
  for (const list of ["accessPoints", "boxes"] as const)
    for (const [index, { channel, from, until }] of scene[list].entries()) {
      if (channel !== undefined) checkChannels([channel], `/${list}/${index}/channel`, refuse);
      if (until !== undefined && until <= from) refuse(`/${list}/${index}/until`, "is not after `from`");
    }
  for (const [index, { kind }] of scene.boxes.entries())
    if (kind === "evil-twin" && !scene.accessPoints.some(({ venue, security }) => venue && security !== "open"))
      refuse(`/boxes/${index}/kind`, "is evil-twin, and no access point is the venue's and secured (venue: true)");
  for (const [index, { kind }] of scene.boxes.entries())
    if (kind === "deauthentication" && scene.accessPoints.length === 0)
      refuse(`/boxes/${index}/kind`, "is deauthentication, and there is no access point to send anybody away from");
  return scene;
}

function checkChannels(
  channels: readonly number[],
  path: string,
  refuse: (path: string, wrong: string) => never,
): void {
  for (const channel of channels)
    if (!channelOf2GHz(channel) && (channel < 36 || channel % 4 !== (channel > 144 ? 1 : 0)))
      refuse(path, `names ${channel}, which is no channel of 20 MHz (1 to 13, 36 to 177)`);
}
