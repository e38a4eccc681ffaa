import { expect, test } from "vitest";
import { cutCredentials } from "./cut-credentials.ts";

test("an echoed username token is cut out, whatever its prefix", () => {
  const cut = cutCredentials(
    '<x:UsernameToken><x:Username>admin</x:Username><x:Password Type="#PasswordDigest">q1w2e3==</x:Password><Nonce>bm9uY2U=</Nonce><u:Created>2026-01-01T00:00:00Z</u:Created></x:UsernameToken>',
  );
  expect(cut).not.toMatch(/admin|q1w2e3|bm9uY2U|2026-01/);
  expect(cut.match(/\[cut\]/g)).toHaveLength(4);
});

test.each([
  ["rtsp://admin:12345@192.168.1.64/live", "rtsp://[cut]@192.168.1.64/live"],
  ["rtsp://u:p@ss@192.168.1.64/live", "rtsp://[cut]@192.168.1.64/live"],
  ["http://192.168.1.64/onvif?loginuse=admin&amp;loginpas=888888</a>", "http://192.168.1.64/onvif?[cut]</a>"],
  ["rtsp://192.168.1.64/user=admin&password=abc&channel=1", "rtsp://192.168.1.64/user=[cut]&password=[cut]&channel=1"],
  ['WWW: Digest nonce="4f", realm="x"', 'WWW: Digest nonce="[cut]", realm="x"'],
  ["Authorization: Basic YWRtaW46MTIz\r\nServer: x", "Authorization: [cut]\r\nServer: x"],
  ['{"model":"X","userName": "admin","password":"1\\"2"}', '{"model":"X","userName": "[cut]","password":"[cut]"}'],
  ["{'wifi_psk' : 'a b', 'keys': 3}", "{'wifi_psk' : '[cut]', 'keys': 3}"],
  ['"body":"{\\"rtspPassword\\":\\"a\\\\\\"b\\",\\"n\\":1}"', '"body":"{\\"rtspPassword\\":\\"[cut]\\",\\"n\\":1}"'],
  ["<a>{&quot;token&quot;:&quot;t0&quot;}</a>", "<a>{&quot;token&quot;:&quot;[cut]&quot;}</a>"],
  ['{"pin":1234,"passwords":["a","b"],"login":"x"', '{"pin":"[cut]","passwords":"[cut]","login":"[cut]"'],
  // What is quoted of an answer may end anywhere.
  ['{"password":"12345', '{"password":"[cut]"'],
  ["<Password>12345", "<Password>[cut]"],
  ['nonce="4f', 'nonce="[cut]"'],
])("%s is kept as %s", (text, kept) => {
  expect(cutCredentials(text)).toBe(kept);
});

test("a capability called after a credential stays", () => {
  const text = '<Security UsernameToken="false" HttpDigest="true" Token="true"/>';
  expect(cutCredentials(text)).toBe(text);
  const json = '{"userTokenSupported": true, "digest":"false","users":[],"passwordMode":"1","keyFrames":25}';
  expect(cutCredentials(json)).toBe(json);
});

test("half a megabyte made to slow the cutting down takes no time to speak of", () => {
  for (const piece of [
    "user=",
    "<Password",
    "aaaaaaaaaaaaaaaa://",
    "http://a",
    "http://a?",
    "login",
    'nonce="',
    '"password":"',
    "'a.password",
    '\\"pwd\\":\\"',
    '"pin":[',
    "cookie:",
    "<a:Password a",
  ]) {
    const from = process.cpuUsage();
    cutCredentials(piece.repeat((512 * 1024) / piece.length));
    // CPU time, which other work on the machine does not change; quadratic time would be minutes.
    expect(process.cpuUsage(from).user).toBeLessThan(5e6);
  }
});

test("what was cut once is cut no further", () => {
  const once = cutCredentials('http://a:b@h/x?y=1 <Password>p</Password> nonce=4f user=\'x\' {"pwd":"a"} Cookie: a=b');
  expect(cutCredentials(once)).toBe(once);
});
