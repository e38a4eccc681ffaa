import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judgeAudit } from "../../agent/src/cameras/audit/judge-audit.ts";
import type { AuditHeard } from "../../agent/src/cameras/audit/read-audit-answer.ts";
import { parseXml, type XmlElement } from "../../agent/src/cameras/interrogate/xml.ts";
import { ROOT } from "../road/sandbox.ts";

// The same answers as another firmware, another library or another maker's web server would write them: what they prove must not depend on it.

const TT = "http://www.onvif.org/ver10/schema";
const body = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="${TT}" xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:wstop="http://docs.oasis-open.org/wsn/t-1"><s:Body>${inner}</s:Body></s:Envelope>`;
const item = (name: string, value: string): string => `<tt:SimpleItem Name="${name}" Value="${value}"/>`;

/** Answers of invented devices, one of each family, with what each proves. */
const DEVICES: Record<string, { proves: string[]; answers: Record<string, string> }> = {
  "an ONVIF camera with rules, modules, topics and options": {
    proves: [
      "face-detection enabled",
      "face-recognition supported",
      "motion-only supported",
      "people-counting supported",
      "perimeter configured",
      "person-detection configured",
    ],
    answers: {
      GetProfiles: body(
        `<GetProfilesResponse xmlns="http://www.onvif.org/ver10/media/wsdl"><Profiles token="p"><tt:VideoAnalyticsConfiguration token="v"><tt:UseCount>1</tt:UseCount>` +
          `<tt:AnalyticsEngineConfiguration><tt:AnalyticsModule Name="f" Type="tt:FaceDetectorEngine"><tt:Parameters>${item("Enable", "true")}</tt:Parameters></tt:AnalyticsModule></tt:AnalyticsEngineConfiguration>` +
          `<tt:RuleEngineConfiguration><tt:Rule Name="my rule" Type="tt:LineDetector"><tt:Parameters>${item("ClassFilter", "Human")}` +
          `<tt:ElementItem Name="Segments"><tt:Polyline><tt:Point x="0.1" y="0.2"/><tt:Point x="0.9" y="0.2"/></tt:Polyline></tt:ElementItem></tt:Parameters></tt:Rule></tt:RuleEngineConfiguration>` +
          `</tt:VideoAnalyticsConfiguration></Profiles></GetProfilesResponse>`,
      ),
      GetSupportedRules: body(
        `<GetSupportedRulesResponse xmlns="http://www.onvif.org/ver20/analytics/wsdl"><SupportedRules><tt:RuleDescription Name="tt:FaceRecognition"/><tt:RuleDescription Name="tt:CountAggregation" maxInstances="4"/>` +
          `<tt:RuleDescription Name="tt:LicensePlateRecognition" maxInstances="0"/></SupportedRules></GetSupportedRulesResponse>`,
      ),
      GetEventProperties: body(
        `<GetEventPropertiesResponse xmlns="http://www.onvif.org/ver10/events/wsdl"><wstop:TopicSet><tns1:RuleEngine><CellMotionDetector><Motion wstop:topic="true"></Motion></CellMotionDetector></tns1:RuleEngine></wstop:TopicSet></GetEventPropertiesResponse>`,
      ),
    },
  },
  "a camera of ISAPI": {
    proves: [
      "face-detection enabled",
      "face-recognition supported",
      "motion-only supported",
      "perimeter configured",
      "person-detection configured",
    ],
    answers: {
      "System/capabilities":
        '<?xml version="1.0" encoding="UTF-8"?>\n<DeviceCap version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><EventCap><isSupportFaceContrast>true</isSupportFaceContrast></EventCap>' +
        "<SmartCap><isSupportFaceDetect>true</isSupportFaceDetect><isSupportLoitering>false</isSupportLoitering></SmartCap><RacmCap><isSupportHeatmap>true</isSupportHeatmap></RacmCap></DeviceCap>",
      "Smart/FaceDetect/1":
        '<FaceDetect version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><id>1</id><enabled>true</enabled></FaceDetect>',
      "Smart/LineDetection/1":
        '<LineDetection version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><id>1</id><enabled>true</enabled><LineItemList><LineItem><id>1</id><enabled>true</enabled><detectionTarget opt="human,vehicle">human</detectionTarget>' +
        "<CoordinatesList><Coordinates><positionX>10</positionX><positionY>20</positionY></Coordinates><Coordinates><positionX>900</positionX><positionY>20</positionY></Coordinates></CoordinatesList></LineItem></LineItemList></LineDetection>",
      "Event/schedules":
        '<Schedule version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><id>facedetection-1</id><eventType>facedetection</eventType><TimeBlockList><TimeBlock><dayOfWeek>1</dayOfWeek><TimeRange><beginTime>00:00</beginTime><endTime>24:00</endTime></TimeRange></TimeBlock></TimeBlockList></Schedule>',
      "Event/triggers":
        '<EventNotification version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><EventTriggerList><EventTrigger><id>VMD-1</id><eventType>VMD</eventType></EventTrigger></EventTriggerList></EventNotification>',
    },
  },
  "an Axis camera with applications": {
    proves: ["people-counting enabled", "perimeter supported"],
    answers: {
      "applications/list":
        '<reply result="ok"><application Name="peoplecounter" NiceName="AXIS People Counter" Status="Running" License="Valid"/><application Name="fenceguard" NiceName="AXIS Fence Guard" Status="Stopped"/></reply>',
    },
  },
};

const attributes = /<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))+)\s*(\/?)>/g;
const each = (list: string): string[] => [...list.matchAll(/[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')/g)].map(([one]) => one);

/** Other ways to write the same document. */
const SPELLINGS: Record<string, (xml: string) => string | Uint8Array> = {
  "as it is": (xml) => xml,
  "without a declaration": (xml) => xml.replace(/^<\?xml[^>]*\?>\s*/, ""),
  "behind a byte order mark": (xml) => `\uFEFF${xml}`,
  "behind blank lines, with NUL octets at its end": (xml) => `\r\n\r\n${xml}\0\0`,
  "in UTF-16": (xml) => Buffer.from(`\uFEFF${xml.replace("UTF-8", "UTF-16")}`, "utf16le"),
  "with lines that end in CR and LF, and blanks around each text": (xml) =>
    xml.replaceAll("><", ">\r\n\t<").replaceAll(/>([^<>\s]+)<\//g, ">\r\n  $1\r\n</"),
  "with other prefixes": (xml) =>
    [...new Set([...xml.matchAll(/xmlns:([\w-]+)=/g)].map(([, prefix]) => prefix ?? ""))].reduce(
      (text, prefix) => text.replaceAll(new RegExp(`(?<![\\w-])${prefix}(?=[:=])`, "g"), `n-${prefix}.x`),
      xml.replaceAll(/(?<=xmlns:)([\w-]+)(?==)/g, "$1"),
    ),
  "with a prefix before what has none": (xml) =>
    xml.replaceAll(/(<\/?)(?![\w-]+:)(?=[A-Za-z])/g, "$1own:").replace(/ xmlns="/g, ' xmlns:own="'),
  "with attributes the other way round, in single quotes, with blanks": (xml) =>
    xml.replaceAll(
      attributes,
      (_, name: string, list: string, end: string) =>
        `<${name}  ${each(list)
          .toReversed()
          .map((one) => one.replace(/\s*=\s*"([^"]*)"/, " = '$1'"))
          .join("\n ")} ${end}>`,
    ),
  "with empty elements written out": (xml) =>
    xml.replaceAll(
      /<([\w:.-]+)((?:\s+[\w:.-]+="[^"]*")*)\s*\/>/g,
      (_, name: string, list: string) => `<${name}${list}></${name}>`,
    ),
  "with empty elements in one": (xml) => xml.replaceAll(/<([\w:.-]+)((?:\s+[\w:.-]+="[^"]*")*)><\/\1>/g, "<$1$2/>"),
  "with comments and CDATA": (xml) =>
    xml
      .replaceAll(/>(\w[\w/:. -]*)<\//g, "><![CDATA[$1]]></")
      .replaceAll(/(?<!^)<(?=[A-Za-z])/g, "<!-- <isSupportANPR>true</isSupportANPR> --><"),
  "in the namespace of another maker": (xml) =>
    xml.replaceAll("http://www.hikvision.com/ver20/XMLSchema", "urn:psialliance-org"),
  "with truth in other words": (xml) => xml.replaceAll(/(?<=[>"])true(?=[<"])/g, "TRUE").replaceAll(">false<", ">0<"),
};

const proven = (answers: Readonly<Record<string, string>>, spell: (xml: string) => string | Uint8Array): string[] => {
  const heard = Object.entries(answers).map(([call, xml]): AuditHeard => {
    const written = spell(xml);
    return { call, raw: typeof written === "string" ? Buffer.from(written) : written, contentType: "" };
  });
  return judgeAudit(heard)
    .ladder.map(({ category, step }) => `${category} ${step}`)
    .toSorted();
};

test.each(Object.entries(DEVICES))("%s proves the same, however it writes its answers", (_, { proves, answers }) => {
  for (const [name, spell] of Object.entries(SPELLINGS)) expect(proven(answers, spell), name).toEqual(proves);
});

test.each(Object.entries(SPELLINGS).slice(1))("%s is another spelling than the one that it is made of", (_, spell) => {
  const all = Object.values(DEVICES).flatMap(({ answers }) => Object.values(answers));
  expect(all.filter((xml) => !Buffer.from(xml).equals(Buffer.from(spell(xml)))).length).toBeGreaterThan(0);
});

/** A document as converters to JSON have it: attributes with `@`, a list for what stands there more than once. */
function jsonOf(element: XmlElement): unknown {
  const inner: Record<string, unknown> = {};
  for (const [name, value] of element.attributes) inner[`@${name}`] = value;
  for (const below of element.children) {
    const before = inner[below.local];
    const now = jsonOf(below);
    inner[below.local] = before === undefined ? now : [...(Array.isArray(before) ? before : [before]), now];
  }
  const text = element.text.trim();
  if (Object.keys(inner).length === 0) return text === "true" ? true : text === "false" ? false : text;
  return text === "" ? inner : { ...inner, "#text": text };
}

test.each(Object.entries(DEVICES))("%s proves the same in JSON", (_, { proves, answers }) => {
  const inJson = (xml: string): string => {
    const { root } = parseXml(Buffer.from(xml));
    return JSON.stringify({ [root.local]: jsonOf(root) });
  };
  expect(proven(answers, inJson)).toEqual(proves);
  expect(proven(answers, (xml) => `\uFEFF\r\n${inJson(xml)}`)).toEqual(proves);
});

const RECORDED = `${ROOT}demo/fixtures/cameras`;
test.each(readdirSync(RECORDED).filter((name) => name !== "NOTICE"))(
  "%s, as it was recorded, proves the same, however it is written",
  (device) => {
    const answers = Object.fromEntries(
      readdirSync(`${RECORDED}/${device}`).map((file) => [
        file.replace(/\.xml$/, ""),
        readFileSync(`${RECORDED}/${device}/${file}`, "utf8"),
      ]),
    );
    const asItIs = proven(answers, (xml) => xml);
    for (const [name, spell] of Object.entries(SPELLINGS)) expect(proven(answers, spell), name).toEqual(asItIs);
  },
);
