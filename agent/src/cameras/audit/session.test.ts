import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditRig, FACES, FAULT, isapi, logins, OPERATOR } from "./audit-for-tests.ts";
import { isRightDigest, soapAnswer } from "./camera-for-tests.ts";

const rig = new AuditRig();
beforeEach(() => rig.begin());
afterEach(() => rig.clear());

test("a wrong password is offered once, and not again in another process on the same day", async () => {
  const camera = await rig.start(isapi('Digest realm="r", qop="auth", nonce="n0nce"'));
  const wrong = { name: OPERATOR.name, password: "wrong" };
  expect((await rig.run(camera, wrong)).found.accepted).toBe(false);
  expect(logins(camera)).toHaveLength(1);
  const again = (await rig.run(camera, OPERATOR)).found;
  expect(again.asked).toContainEqual(
    expect.objectContaining({ call: "/ISAPI/System/deviceInfo", outcome: "no-credentials-sent" }),
  );
  expect(logins(camera)).toHaveLength(1);
  expect(await readFile(join(rig.folder, "cameras/budget.json"), "utf8")).not.toMatch(/wrong|s3cret/);
});

test.each([
  ["a failure of its own", 500, ""],
  ["a request that it calls bad", 400, ""],
  ["a refusal that is not of the password", 403, ""],
  ["a fault that refuses, and a status that does not", 200, FAULT],
  ["a fault of another kind, and a status that is none", 200, soapAnswer("<s:Fault><s:Code/></s:Fault>")],
])(
  "a device that answers a login with %s may have counted it: the account is not offered again today",
  async (_, status, body) => {
    const camera = await rig.start((request, response) =>
      request.headers.authorization === undefined
        ? response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n0nce"' }).end()
        : response.writeHead(status).end(body),
    );
    for (let round = 0; round < 2; round++) expect((await rig.run(camera)).found.accepted).toBe(false);
    expect(logins(camera)).toHaveLength(1);
  },
);

test("a page that is not there says nothing of the account: the login goes on, but not for ever", async () => {
  const camera = await rig.start((request, response) =>
    request.headers.authorization === undefined
      ? response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n0nce"' }).end()
      : response.writeHead(404).end(),
  );
  for (let round = 0; round < 2; round++) expect((await rig.run(camera)).found.accepted).toBe(false);
  expect(logins(camera)).toHaveLength(3);
});

test.each([
  ["its status", 423, ""],
  ["the words of a refusal", 401, "the account is locked"],
  [
    "a fault that comes with 400",
    400,
    soapAnswer("<s:Fault><s:Value>ter:NotAuthorized</s:Value><s:Text>the account is locked</s:Text></s:Fault>"),
  ],
])("an account that was accepted before and is locked now, by %s, rests for a day", async (_, status, body) => {
  const answer = isapi('Digest realm="r", qop="auth", nonce="n0nce"');
  const camera = await rig.start((request, response, asked) =>
    request.url === "/ISAPI/Event/triggers" && request.headers.authorization !== undefined
      ? void response.writeHead(status).end(body)
      : answer(request, response, asked),
  );
  const { asked } = (await rig.run(camera)).found;
  const [last, ...rest] = asked.slice(asked.findIndex(({ call }) => call === "/ISAPI/Event/triggers"));
  expect(last).toMatchObject({ outcome: "locked" });
  // What was not asked any more is named as that.
  expect(new Set(rest.map(({ outcome }) => outcome))).toEqual(new Set(["stopped"]));
  const before = logins(camera).length;
  expect((await rig.run(camera)).found.accepted).toBe(false);
  expect(logins(camera)).toHaveLength(before);
});

test("two realms of one device get digests of their own, and none that must fail", async () => {
  const realmOf = (url: string): string => (url.startsWith("/onvif/") ? "onvif" : "web");
  const camera = await rig.start((request, response, body) => {
    const { url = "", method = "" } = request;
    const realm = realmOf(url);
    if (!isRightDigest(request.headers.authorization, method, OPERATOR, realm))
      return void response
        .writeHead(401, { "www-authenticate": `Digest realm="${realm}", qop="auth", nonce="${realm}"` })
        .end();
    if (realm === "onvif")
      return void response.end(
        body.includes("GetDeviceInformation")
          ? soapAnswer("<GetDeviceInformationResponse/>")
          : soapAnswer("<GetServicesResponse/>"),
      );
    response.end(url === "/ISAPI/System/capabilities" ? FACES : "<DeviceInfo/>");
  });
  const { found } = await rig.run(camera);
  expect(found.accepted).toBe(true);
  expect(found.ladder).toMatchObject([{ category: "face-recognition", step: "supported" }]);
  for (const { path, authorization } of camera.requests)
    if (authorization !== undefined) expect(authorization).toContain(`realm="${realmOf(path)}"`);
});

test.each([
  ["one name", () => "web"],
  ["a new name each time", (n: number) => `web${n}`],
])(
  "a second realm of %s that refuses the account gets one digest, and none in another run of the day",
  async (_, nameOf) => {
    let count = 0;
    const camera = await rig.start((request, response) => {
      const isOnvif = request.url?.startsWith("/onvif/") === true;
      if (isOnvif && isRightDigest(request.headers.authorization, request.method ?? "", OPERATOR, "n0nce"))
        return void response.end(soapAnswer("<GetServicesResponse/>"));
      const realm = isOnvif ? "onvif" : nameOf(count++);
      response.writeHead(401, { "www-authenticate": `Digest realm="${realm}", qop="auth", nonce="n0nce"` }).end();
    });
    expect((await rig.run(camera)).found.accepted).toBe(true);
    expect((await rig.run(camera)).found.accepted).toBe(false);
    expect(logins(camera).filter((header) => header.includes('realm="web'))).toHaveLength(1);
  },
);

test("a read that is refused with 401 after others were answered ends none of them", async () => {
  const answer = isapi('Digest realm="r", qop="auth", nonce="n0nce"');
  const camera = await rig.start((request, response, asked) =>
    request.url === "/ISAPI/System/deviceInfo" || request.headers.authorization === undefined
      ? answer(request, response, asked)
      : request.url === "/ISAPI/Event/triggers"
        ? void response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n0nce"' }).end()
        : answer(request, response, asked),
  );
  const { found } = await rig.run(camera);
  expect(found.asked).toContainEqual(expect.objectContaining({ call: "/ISAPI/Event/triggers", outcome: "refused" }));
  expect(found.ladder).toMatchObject([{ category: "face-recognition", step: "supported" }]);
});

test("a device that refuses a token as invalid security has it once, and not again today", async () => {
  const fault = (code: string): string =>
    soapAnswer(`<s:Fault><s:Code><s:Subcode><s:Value>${code}</s:Value></s:Subcode></s:Code></s:Fault>`);
  const camera = await rig.start((_request, response, body) =>
    response.writeHead(400).end(fault(body.includes("UsernameToken") ? "wsse:InvalidSecurity" : "ter:NotAuthorized")),
  );
  for (let round = 0; round < 2; round++) expect((await rig.run(camera)).found.accepted).toBe(false);
  expect(camera.requests.filter(({ body }) => body.includes("UsernameToken"))).toHaveLength(1);
});

test("an account that was accepted may be used again on the same day", async () => {
  const camera = await rig.start(isapi('Digest realm="r", qop="auth", nonce="n0nce"'));
  await rig.run(camera);
  expect((await rig.run(camera)).found.accepted).toBe(true);
});

test.each([
  ["a new nonce for ever", (n: number) => `Digest realm="r", qop="auth", nonce="n${n}"`, 1],
  ["stale for ever", (n: number) => `Digest realm="r", qop="auth", nonce="n${n}", stale=true`, 2],
  ["Basic alone", () => 'Basic realm="r"', 0],
  ["an unknown algorithm", () => 'Digest realm="r", nonce="n", algorithm=SHA-1', 0],
])("%s: the account goes out no more than it must", async (_, challenge, expected) => {
  let count = 0;
  const camera = await rig.start((_request, response) =>
    response.writeHead(401, { "www-authenticate": challenge(count++) }).end(),
  );
  expect((await rig.run(camera)).found.accepted).toBe(false);
  expect(logins(camera)).toHaveLength(expected);
  expect(logins(camera).join()).not.toContain("Basic");
});

test("a nonce that has grown old is renewed without another attempt", async () => {
  let nonce = "n1";
  const camera = await rig.start((request, response, body) => {
    if (request.url === "/ISAPI/System/capabilities" && nonce === "n1") {
      nonce = "n2";
      return void response
        .writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n2", stale=true' })
        .end();
    }
    isapi(`Digest realm="r", qop="auth", nonce="${nonce}"`, nonce)(request, response, body);
  });
  expect((await rig.run(camera)).found.ladder).toMatchObject([{ category: "face-recognition" }]);
});
