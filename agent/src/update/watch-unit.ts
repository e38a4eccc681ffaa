import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Debian } from "./debian.ts";
import { removeDurably, syncFolder, writeDurably } from "./durable.ts";
import type { UpdatePlaces } from "./places.ts";

export const WATCH_UNIT = "probewarden-update-watch.service";
const WANTS = "multi-user.target.wants";
/** Folder of the copy of the program that watches. */
export const PROGRAM = "program";

/**
 * The unit that installs and watches. It belongs to no package, and what it runs is a copy of the version that runs now: nothing that the new version
 * brings, changes or breaks is needed on the way back. It hears no network.
 */
export function watchUnitText(store: string, node: readonly string[]): string {
  return `# Made for one update by probewarden-update, and removed after it.
[Unit]
Description=Probewarden: installs a release, watches it, and goes back where it is not well
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${[...node, join(store, PROGRAM, "agent/bin/probewarden-agent.js")].join(" ")} update-watch
Restart=on-failure
RestartSec=10
# A package's scripts make a user and restart units; they load no module, set no clock and speak to nobody.
PrivateNetwork=yes
RestrictAddressFamilies=AF_UNIX AF_NETLINK
NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
LimitCORE=0
UMask=0022

[Install]
WantedBy=multi-user.target
`;
}

/** Writes the unit so that it starts with the machine from now on, whatever happens in between. */
export function layWatchUnit({ units, store }: UpdatePlaces, node: readonly string[], debian: Debian): void {
  mkdirSync(join(units, WANTS), { recursive: true });
  writeDurably(join(units, WATCH_UNIT), watchUnitText(store, node), 0o644);
  if (!existsSync(join(units, WANTS, WATCH_UNIT))) symlinkSync(`../${WATCH_UNIT}`, join(units, WANTS, WATCH_UNIT));
  syncFolder(join(units, WANTS));
  debian.systemctl("daemon-reload");
}

/** Takes it away again. The program that runs by it goes on to its end. */
export function removeWatchUnit({ units }: UpdatePlaces, debian: Debian): void {
  if (existsSync(join(units, WANTS))) removeDurably(join(units, WANTS, WATCH_UNIT));
  removeDurably(join(units, WATCH_UNIT));
  debian.systemctl("daemon-reload");
}
