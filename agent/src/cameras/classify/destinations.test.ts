import { expect, test } from "vitest";
import { parseXml } from "../interrogate/xml.ts";
import { destinationsIn, destinationsOfLines } from "./destinations.ts";

const found = (xml: string): string[] =>
  destinationsIn("call", parseXml(Buffer.from(xml)).root).map(
    ({ way, state, to, quote }) => `${way} ${state} ${to || quote}`,
  );

test("hosts that are sent events are named without name, password and query; an entry of nobody is none", () => {
  const hosts =
    "<HttpHostNotificationList><HttpHostNotification><url>/faces?token=t0ken</url><protocolType>HTTP</protocolType><ipAddress>203.0.113.7</ipAddress>" +
    "<portNo>8080</portNo><userName>pusher</userName></HttpHostNotification><HttpHostNotification><url>https://u:p@shop.example/in?key=k</url>" +
    "<ipAddress>0.0.0.0</ipAddress></HttpHostNotification><HttpHostNotification><url/><ipAddress>0.0.0.0</ipAddress><portNo>80</portNo>" +
    "</HttpHostNotification></HttpHostNotificationList>";
  expect(found(hosts)).toEqual(["http set http://203.0.113.7:8080/faces", "http set https://shop.example/in"]);
});

test.each([
  [
    "<FTPNotification><enabled>true</enabled><addressingFormatType>hostname</addressingFormatType><hostName>ftp.shop.example</hostName><portNo>21</portNo></FTPNotification>",
    ["ftp on ftp://ftp.shop.example:21"],
  ],
  ["<FTPNotification><enabled>false</enabled><ipAddress>0.0.0.0</ipAddress></FTPNotification>", []],
  [
    "<EventBroker><Address>mqtts://broker.example:8883/x?password=p</Address><Status>Connected</Status><MetadataFilter/></EventBroker>",
    ["mqtt on mqtts://broker.example:8883/x"],
  ],
  [
    '<Capabilities ImageSendingType="Embedded RemoteStorage" MetadataOverMQTT="true" EventBrokerProtocols="mqtt mqtts"/>',
    [
      'metadata can ImageSendingType="Embedded RemoteStorage"',
      'mqtt can MetadataOverMQTT="true"',
      'mqtt can EventBrokerProtocols="mqtt mqtts"',
    ],
  ],
  ['<Capabilities ImageSendingType="" MetadataOverMQTT="false" EventBrokerProtocols="mqtt" MaxEventBrokers="0"/>', []],
  [
    "<EventTrigger><eventType>faceSnap</eventType><notificationMethod>FTP</notificationMethod><notificationMethod>beep</notificationMethod></EventTrigger>",
    ["ftp set eventType faceSnap linked to FTP"],
  ],
  ["<EventTrigger><eventType>VMD</eventType><notificationMethod>FTP</notificationMethod></EventTrigger>", []],
])("%s", (xml, expected) => {
  expect(found(xml)).toEqual(expected);
});

test("Dahua's upload of pictures is told with its switch", () => {
  const lines =
    "table.PictureHttpUpload.Enable=true\r\ntable.PictureHttpUpload.UploadServerList[0].Address=192.0.2.9\r\ntable.PictureHttpUpload.UploadServerList[0].Port=7000\r\n" +
    "table.NAS[0].Enable=false\r\ntable.NAS[0].Address=192.0.2.10\r\ntable.NAS[0].Password=s3cret\r\ntable.NAS[1].Address=0.0.0.0\r\n";
  const told = destinationsOfLines("call", lines);
  expect(told.map(({ way, state, to }) => `${way} ${state} ${to}`)).toEqual([
    "http on http://192.0.2.9:7000",
    "ftp set ftp://192.0.2.10",
  ]);
  expect(JSON.stringify(told)).not.toContain("s3cret");
});
