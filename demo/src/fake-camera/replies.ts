import { existsSync, readFileSync } from "node:fs";
import type { DoorAccount } from "./digest-door.ts";

/** Who a fake camera is: the folder of its answers, and what it says in discovery. */
export interface FakeCameraProfile {
  /** Folder below demo/fixtures/cameras. */
  folder: string;
  endpointReference: string;
  scopes: readonly string[];
  /** The account that its operator gave for an audit; without one it admits nobody. */
  account?: DoorAccount;
  /** It knows that account in SOAP alone, by a WS-UsernameToken: HTTP never asks for a login. */
  asksInSoap?: true;
}

const scope = (path: string): string => `onvif://www.onvif.org/${path}`;

/** Two recorded cameras that advertise analytics without saying which, and one made for the demo that names it. */
export const FAKE_CAMERAS = {
  uniview: {
    folder: "uniview-oem-gx728mf",
    endpointReference: "urn:uuid:7a2f0c6e-3c1d-4b58-9d0f-5b1e6a4c7d01",
    scopes: [
      "type/video_encoder",
      "Profile/Streaming",
      "Profile/T",
      "hardware/GX728MF-IR28",
      "name/Corridor%20north",
    ].map(scope),
  },
  xiongmai: {
    folder: "xiongmai-oem-sunba-405",
    endpointReference: "urn:uuid:7a2f0c6e-3c1d-4b58-9d0f-5b1e6a4c7d02",
    scopes: ["type/video_encoder", "Profile/Streaming", "Profile/T", "hardware/SUNBA-405", "name/Tills"].map(scope),
  },
  faceEntrance: {
    folder: "made-face-entrance",
    account: { name: "inspector", password: "of the demo only" },
    endpointReference: "urn:uuid:7a2f0c6e-3c1d-4b58-9d0f-5b1e6a4c7d03",
    scopes: [
      "type/video_encoder",
      "Profile/Streaming",
      "Profile/T",
      "Profile/M",
      "hardware/DEMO-ENTRANCE-4",
      "name/Entrance",
    ].map(scope),
  },
} as const satisfies Record<string, FakeCameraProfile>;

/** A camera that knows logins in SOAP alone, and whose clock stands years back; no part of the demo venue. */
export const AISLE_COUNTER = {
  folder: "made-aisle-counter",
  account: { name: "inspector", password: "of the tests only" },
  asksInSoap: true,
  endpointReference: "urn:uuid:7a2f0c6e-3c1d-4b58-9d0f-5b1e6a4c7d04",
  scopes: ["type/video_encoder", "Profile/Streaming", "hardware/DEMO-AISLE-2", "name/Aisle"].map(scope),
} as const satisfies FakeCameraProfile;

/** Two levels up both from src/fake-camera and from dist/fake-camera. */
const FIXTURES = new URL("../../fixtures/cameras/", import.meta.url);

/** Calls that a camera answers to anybody (ONVIF Core, access class PRE_AUTH), as far as a folder may hold them. */
const PRE_AUTH = [
  "GetSystemDateAndTime",
  "GetServices",
  "GetCapabilities",
  "GetServiceCapabilities",
  "GetHostname",
] as const;

/** Reads the answers of a profile: octets as recorded, by the name of the call. */
export function readReplies(profile: FakeCameraProfile): Map<string, Buffer> {
  const replies = new Map<string, Buffer>();
  for (const call of PRE_AUTH) {
    const file = new URL(`${profile.folder}/${call}.xml`, FIXTURES);
    if (existsSync(file)) replies.set(call, readFileSync(file));
  }
  return replies;
}

/** What a camera answers to who has logged in and reads a path: the file of the folder that is named after it. */
export function readPath(profile: FakeCameraProfile, path: string): Buffer | undefined {
  if (!/^(?:\/[\w-]{1,64}){1,8}$/.test(path)) return undefined;
  const file = new URL(`${profile.folder}/${path.slice(1).replaceAll("/", "-")}.xml`, FIXTURES);
  return existsSync(file) ? readFileSync(file) : undefined;
}

/** The time that a camera tells, in milliseconds since 1970; now where it tells none. */
export function timeOf(replies: ReadonlyMap<string, Buffer>): number {
  const said = replies.get("GetSystemDateAndTime")?.toString("utf8") ?? "";
  const part = (name: string): number => Number(new RegExp(`:${name}>(\\d+)<`).exec(said)?.[1]);
  const at = Date.UTC(part("Year"), part("Month") - 1, part("Day"), part("Hour"), part("Minute"), part("Second"));
  return Number.isNaN(at) ? Date.now() : at;
}

const fault = (subcode: string, text: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:ter="http://www.onvif.org/ver10/error"><s:Body><s:Fault>` +
      `<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:${subcode}</s:Value></s:Subcode></s:Code>` +
      `<s:Reason><s:Text xml:lang="en">${text}</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`,
  );

/** What a camera says to a call that wants a login. */
export const NOT_AUTHORIZED = fault("NotAuthorized", "The action requested requires authorization");
/** What it says to a call that it does not know. */
export const NOT_THERE = fault("ActionNotSupported", "Optional action not implemented");
