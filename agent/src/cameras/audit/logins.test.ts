import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditRig, FAULT, logins, OPERATOR } from "./audit-for-tests.ts";
import { isRightDigest, soapAnswer, type Answer } from "./camera-for-tests.ts";

const rig = new AuditRig();
beforeEach(() => rig.begin());
afterEach(() => rig.clear());

const INFO = "<DeviceInfo><model>T 1</model></DeviceInfo>";
const SMART = "<SmartCap><isSupportFaceDetect>true</isSupportFaceDetect></SmartCap>";
const answers: Readonly<Record<string, string>> = {
  "/ISAPI/System/deviceInfo": INFO,
  "/ISAPI/Smart/capabilities": SMART,
};

/** A web interface that gives a nonce for one request each, and never says stale. */
const forOneRequestEach = (refuses: (url: string) => boolean): Answer => {
  let nonce = "n0";
  let isSpent = false;
  return (request, response) => {
    const { url = "", method = "" } = request;
    if (method === "POST") return void response.writeHead(404).end();
    const isRight = !isSpent && isRightDigest(request.headers.authorization, method, OPERATOR, nonce);
    isSpent = true;
    if (isRight && !refuses(url)) {
      const body = answers[url];
      return void (body === undefined ? response.writeHead(404).end() : response.end(body));
    }
    nonce = `${nonce}+`;
    isSpent = false;
    response.writeHead(401, { "www-authenticate": `Digest realm="r", qop="auth", nonce="${nonce}"` }).end();
  };
};

test("a nonce for each request is taken up where the account was accepted", async () => {
  const camera = await rig.start(forOneRequestEach(() => false));
  const { found } = await rig.run(camera);
  expect(found).toMatchObject({ accepted: true, model: "T 1" });
  expect(found.ladder).toMatchObject([{ category: "face-detection", step: "supported" }]);
});

test("a device that refuses reads by 401, each with a new nonce, does not count a further login for each of them", async () => {
  const camera = await rig.start(forOneRequestEach((url) => url !== "/ISAPI/System/deviceInfo"));
  const { found } = await rig.run(camera);
  expect(found.accepted).toBe(true);
  const refused = found.asked.filter(({ outcome }) => outcome === "refused").length;
  expect(refused).toBeGreaterThan(20);
  // The one that was accepted, one for each read, and two renewals that were in vain.
  expect(logins(camera).length).toBeLessThanOrEqual(1 + refused + 2 + 1);
});

test("where ONVIF has users of its own, the web interface is answered first and ONVIF gets one token", async () => {
  let tokens = 0;
  const camera = await rig.start((request, response, body) => {
    if (request.method === "POST") {
      if (body.includes("UsernameToken")) tokens++;
      if (body.includes("GetSystemDateAndTime"))
        return void response.end(soapAnswer("<GetSystemDateAndTimeResponse/>"));
      return void response.writeHead(400).end(FAULT);
    }
    if (!isRightDigest(request.headers.authorization, "GET", OPERATOR, "n0nce"))
      return void response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n0nce"' }).end();
    const found = answers[request.url ?? ""];
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  const { found } = await rig.run(camera);
  expect(found).toMatchObject({ accepted: true, model: "T 1", ladder: [{ category: "face-detection" }] });
  expect(tokens).toBe(1);
});

test("a camera that answers anybody gets no account, and what it should have kept is named", async () => {
  const camera = await rig.start(
    (request, response) =>
      void (answers[request.url ?? ""] === undefined
        ? response.writeHead(404).end()
        : response.end(answers[request.url ?? ""])),
  );
  const { found } = await rig.run(camera);
  expect(found).toMatchObject({
    accepted: false,
    sentInClear: false,
    readableByAnyone: ["/ISAPI/System/deviceInfo", "/ISAPI/Smart/capabilities"],
    ladder: [{ category: "face-detection", step: "supported" }],
  });
  expect(logins(camera)).toEqual([]);
});
