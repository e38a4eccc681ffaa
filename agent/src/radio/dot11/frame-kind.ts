import { ControlSubtype, FrameType, ManagementSubtype } from "./frame-types.ts";

/** Number of kinds: 4 types of 16 subtypes. */
export const FRAME_KINDS = 64;

/** Type and subtype of a frame as one number (9.2.4.1.3): type × 16 + subtype. */
export function kindOf(type: number, subtype: number): number {
  return type * 16 + subtype;
}

const management = (subtype: number): number => kindOf(FrameType.Management, subtype);
const control = (subtype: number): number => kindOf(FrameType.Control, subtype);
const data = (subtype: number): number => kindOf(FrameType.Data, subtype);

/** The kinds that somebody asks for by name. Detectors say by them what they want to hear. */
export const FrameKind = {
  associationRequest: management(ManagementSubtype.AssociationRequest),
  associationResponse: management(ManagementSubtype.AssociationResponse),
  reassociationRequest: management(ManagementSubtype.ReassociationRequest),
  reassociationResponse: management(ManagementSubtype.ReassociationResponse),
  probeRequest: management(ManagementSubtype.ProbeRequest),
  probeResponse: management(ManagementSubtype.ProbeResponse),
  beacon: management(ManagementSubtype.Beacon),
  disassociation: management(ManagementSubtype.Disassociation),
  authentication: management(ManagementSubtype.Authentication),
  deauthentication: management(ManagementSubtype.Deauthentication),
  action: management(ManagementSubtype.Action),
  actionNoAck: management(ManagementSubtype.ActionNoAck),
  psPoll: control(ControlSubtype.PsPoll),
  blockAckRequest: control(ControlSubtype.BlockAckRequest),
  blockAck: control(ControlSubtype.BlockAck),
  rts: control(ControlSubtype.Rts),
  cts: control(ControlSubtype.Cts),
  ack: control(ControlSubtype.Ack),
  null: data(0b0100),
  qosNull: data(0b1100),
} as const;
