import { pbkdf2Sync } from "node:crypto";
import { chmodSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Type, type Static } from "typebox";
import { runCommand, type RunCommand } from "../radio/control/run-command.ts";

/** What a box needs to be on a Wi-Fi, in digits: no letter that somebody typed comes near a file of settings. */
export const Wifi = Type.Object(
  {
    ssid: Type.String({ pattern: "^([0-9a-f]{2}){1,32}$", description: "octets of the network's name, as hex" }),
    psk: Type.String({ pattern: "^([0-9a-f]{64})?$", description: "key of the network as hex; empty: it has none" }),
  },
  { additionalProperties: false },
);
export type Wifi = Static<typeof Wifi>;

/**
 * A network's name and password as somebody types them; undefined where no network can have them. IEEE 802.11, J.4: a passphrase is 8 to 63 printable characters of
 * ASCII, and the key is computed from it.
 */
export function readWifi(name: string, password: string): Wifi | undefined {
  const ssid = Buffer.from(name);
  if (ssid.length < 1 || ssid.length > 32 || /\p{Cc}/u.test(name)) return undefined;
  if (password !== "" && !/^[\x20-\x7e]{8,63}$/.test(password)) return undefined;
  const psk = password === "" ? "" : pbkdf2Sync(password, ssid, 4_096, 32, "sha1").toString("hex");
  return { ssid: ssid.toString("hex"), psk };
}

/** File of NetworkManager's that the hotspot's script looks at. */
const PROFILE = "probewarden-wifi.nmconnection";
export const HOTSPOT_STATE = "/run/probewarden-hotspot/opened";

/** NetworkManager's keyfile for it; `device` is this box's own radio, for the adapter is there to listen. */
export function wifiProfile({ ssid, psk }: Wifi, device: string): string {
  const octets = [...Buffer.from(ssid, "hex")].map((octet) => `${octet};`).join("");
  const security = psk === "" ? "" : `[wifi-security]\nkey-mgmt=wpa-psk\npsk=${psk}\n`;
  return `[connection]\nid=probewarden-wifi\ntype=wifi\ninterface-name=${device}\n[wifi]\nmode=infrastructure\nssid=${octets}\n${security}[ipv4]\nmethod=auto\n[ipv6]\nmethod=auto\n`;
}

/** Gives NetworkManager the Wi-Fi; the hotspot's script closes the hotspot and tries it. @throws what the disk says */
export async function giveWifi(
  wifi: Wifi,
  device: string,
  folder = "/etc/NetworkManager/system-connections",
  run: RunCommand = runCommand,
): Promise<void> {
  const draft = join(folder, `.${PROFILE}`);
  writeFileSync(draft, wifiProfile(wifi, device), { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, join(folder, PROFILE));
  await run("nmcli", ["connection", "reload"]);
}
