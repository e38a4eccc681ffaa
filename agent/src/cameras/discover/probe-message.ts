/** WS-Discovery, April 2005, and the two types that ONVIF devices answer to. */
export const DISCOVERY_PORT = 3702;
export const DISCOVERY_GROUP = "239.255.255.250";
/** The same of IPv6, on one link (WS-Discovery, April 2005, 2.4). */
export const DISCOVERY_GROUP_IPV6 = "ff02::c";

const ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const DISCOVERY = "http://schemas.xmlsoap.org/ws/2005/04/discovery";

/**
 * What a discovery probe asks for. Some devices answer only the old type, some only the new one, some only a probe without types,
 * so all three are asked.
 */
export const PROBE_TYPES = ["", "dn:NetworkVideoTransmitter", "tds:Device"] as const;
export type ProbeTypes = (typeof PROBE_TYPES)[number];

/** A discovery probe (not an 802.11 probe request). @param messageId a `uuid:` or `urn:uuid:` name that an answer repeats */
export function discoveryProbe(messageId: string, types: ProbeTypes): Buffer {
  const wanted = types === "" ? "" : `<d:Types>${types}</d:Types>`;
  return Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="${ADDRESSING}" xmlns:d="${DISCOVERY}"` +
      ` xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><s:Header>` +
      `<a:Action>${DISCOVERY}/Probe</a:Action><a:MessageID>${messageId}</a:MessageID>` +
      `<a:ReplyTo><a:Address>${ADDRESSING}/role/anonymous</a:Address></a:ReplyTo><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>` +
      `</s:Header><s:Body><d:Probe>${wanted}</d:Probe></s:Body></s:Envelope>`,
  );
}
