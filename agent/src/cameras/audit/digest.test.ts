import { expect, test } from "vitest";
import { answerChallenge, chooseChallenge, readChallenges } from "./digest.ts";

// RFC 7616 3.9.1
const REALM =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const MUFASA = { name: "Mufasa", password: "Circle of Life" };
const USE = {
  method: "GET",
  uri: "/dir/index.html",
  count: 1,
  clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
};

test.each([
  ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
  ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
])("the example of RFC 7616 with %s has the response that stands there", (algorithm, response) => {
  const challenge = chooseChallenge(`Digest ${REALM}, algorithm=${algorithm}`);
  expect(challenge).toBeDefined();
  if (challenge === undefined) return;
  const header = answerChallenge(challenge, MUFASA, USE);
  expect(header).toContain(`response="${response}"`);
  expect(header).toContain("nc=00000001");
  expect(header).toContain("qop=auth,");
  expect(header).not.toContain("Circle");
});

test("of several challenges the strongest that can be answered is, in whatever order they stand", () => {
  const header = `Basic realm="a, b", Digest ${REALM}, algorithm=MD5, Digest ${REALM}, algorithm=SHA-256, Negotiate`;
  expect(readChallenges(header).map(({ scheme }) => scheme)).toEqual(["basic", "digest", "digest", "negotiate"]);
  expect(chooseChallenge(header)?.algorithm).toBe("SHA-256");
});

test.each([
  ["Basic alone", 'Basic realm="x"'],
  ["an unknown algorithm", 'Digest realm="x", nonce="n", algorithm=SHA-512-256'],
  ["auth-int alone", 'Digest realm="x", nonce="n", qop="auth-int"'],
  ["a realm of 64 kB", `Digest realm="${"x".repeat(65_536)}", nonce="n"`],
  ["no nonce", 'Digest realm="x"'],
  ["nothing", ""],
])("%s gets no credentials", (_, header) => {
  expect(chooseChallenge(header)).toBeUndefined();
});

test("a challenge of RFC 2069, without qop, is answered without one", () => {
  const challenge = chooseChallenge('Digest realm="r", nonce="n", stale=TRUE');
  expect(challenge).toMatchObject({ algorithm: "MD5", qop: undefined, stale: true });
  if (challenge !== undefined) expect(answerChallenge(challenge, MUFASA, USE)).not.toMatch(/qop|nc=|cnonce/);
});
