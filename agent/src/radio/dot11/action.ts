import type { Frame } from "./frame.ts";

/** Category and action of an action frame as `Frame.action` holds them (9.4.1.11, Table 9-51). */
const actionOf = (category: number, action: number): number => category * 256 + action;

/** Categories that this sensor looks at. */
const SPECTRUM_MANAGEMENT = 0;
const PUBLIC = 4;
const SA_QUERY = 8;

/** The action frames that somebody asks for by name. */
export const Action = {
  /** Channel Switch Announcement (9.6.2.6). */
  channelSwitch: actionOf(SPECTRUM_MANAGEMENT, 4),
  /** Extended Channel Switch Announcement (9.6.7.7). */
  extendedChannelSwitch: actionOf(PUBLIC, 4),
  /** GAS Initial Request and Comeback Request (9.6.7.12, 9.6.7.14): what a station asks a network before it joins. */
  gasInitialRequest: actionOf(PUBLIC, 10),
  gasComebackRequest: actionOf(PUBLIC, 12),
  /** What the network answers (9.6.7.13, 9.6.7.15). */
  gasInitialResponse: actionOf(PUBLIC, 11),
  gasComebackResponse: actionOf(PUBLIC, 13),
  /** Fine Timing Measurement Request (9.6.7.32): "let me measure how far you are", and the measurement that follows (9.6.7.33). */
  ftmRequest: actionOf(PUBLIC, 32),
  ftmMeasurement: actionOf(PUBLIC, 33),
  /** SA Query (9.6.9): "is this association still yours?". */
  saQueryRequest: actionOf(SA_QUERY, 0),
  saQueryResponse: actionOf(SA_QUERY, 1),
} as const;

/** Whether a frame asks its receiver, by a public action that only an access point has the answer to, or that makes it give its distance away. */
export function isPublicRequest({ action }: Frame): boolean {
  return action === Action.gasInitialRequest || action === Action.gasComebackRequest || action === Action.ftmRequest;
}

/** Whether a frame answers such a request: who has not asked acknowledges it all the same. */
export function isPublicAnswer({ action }: Frame): boolean {
  return (
    action === Action.gasInitialResponse || action === Action.gasComebackResponse || action === Action.ftmMeasurement
  );
}

/**
 * Requests that are made of a station with which there is an agreement, or of an access point by who has joined it (9.6): measurement and TPC
 * request; ADDTS request; ADDBA request and DELBA; radio and link measurement request; FT request; SA Query request; event, diagnostic,
 * location and BSS transition management request. Reports, responses, and what peers without an access point tell each other are none.
 */
const REQUESTS: ReadonlySet<number> = new Set(
  [
    [SPECTRUM_MANAGEMENT, 0],
    [SPECTRUM_MANAGEMENT, 2],
    [1, 0],
    [3, 0],
    [3, 2],
    [5, 0],
    [5, 2],
    [6, 1],
    [SA_QUERY, 0],
    [10, 0],
    [10, 2],
    [10, 4],
    [10, 7],
    [17, 0],
  ].map(([category = 0, action = 0]) => actionOf(category, action)),
);

/** Whether a frame asks something of a station that only who has an agreement with it has a reason to ask. One that is protected was asked by who has. */
export function isRequestOfAMember({ action }: Frame): boolean {
  return REQUESTS.has(action);
}
