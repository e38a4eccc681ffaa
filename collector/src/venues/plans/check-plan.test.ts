import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { ConfigError } from "@probewarden/cli";
import { afterAll, expect, test } from "vitest";
import { checkPlan, readPlanFile } from "./check-plan.ts";
import { PLAN_LIMITS } from "./plan-limits.ts";
import { makePng, pngChunk } from "./test-png.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-plan-"));
afterAll(() => rmSync(folder, { recursive: true }));

const NS = 'xmlns="http://www.w3.org/2000/svg"';
const svg = (content: string, root = 'viewBox="0 0 60 40"'): Buffer =>
  Buffer.from(`<svg ${NS} ${root}>${content}</svg>`);
const RECT = '<rect width="9" height="9"/>';
/** A sentence of nobody who drew a plan. */
const refusal = async (image: Buffer): Promise<string> =>
  checkPlan(image, "plan.png").then(
    () => "taken",
    (error: unknown) => {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as Error).message;
    },
  );

test("the plan of the demo is taken, and what drawing programs write", async () => {
  const demo = fileURLToPath(new URL("../../../../configs/demo/plan.svg", import.meta.url));
  expect(await checkPlan(readFileSync(demo), demo)).toMatchObject({ type: "image/svg+xml" });
  const illustrator = `<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: a drawing program -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" ${NS} xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px" viewBox="0,0,600,400">
<style type="text/css">.st0{fill:url(#a);font-family:'MyriadPro-Regular'}<![CDATA[.b{stroke:red}]]></style>
<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>
<a xlink:href="https://example.org/"><text style="fill:url('#a')">B1 &amp; B2 &#x5546;</text></a>
<image width="1" height="1" xlink:href="data:image/png;base64,iVBORw0KGgo="/><use xlink:href="#a"/></svg>`;
  expect(await checkPlan(Buffer.from(illustrator), "a.svg")).toMatchObject({ width: 600, height: 400 });
  const inkscape = `<svg ${NS} xmlns:svg="http://www.w3.org/2000/svg" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" width="210mm" height="297mm" viewBox="0 0 210 297">
<sodipodi:namedview id="n" pagecolor="#fff" label="image (1)"/><metadata><rdf:RDF><rdf:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></rdf:RDF></metadata>
<svg:path d="M0 0h1"/></svg>`;
  expect(await checkPlan(Buffer.from(inkscape), "a.svg")).toMatchObject({ width: 794, height: 1123 });
});

test("a PNG is taken to its last octet, interlaced or not, whatever its name says", async () => {
  expect(await checkPlan(makePng(600, 400), "plan.svg")).toMatchObject({ type: "image/png", width: 600, height: 400 });
  expect(await checkPlan(makePng(13, 7, { interlaced: true }), "plan.png")).toMatchObject({ width: 13, height: 7 });
});

test.each([
  ["text named .png", Buffer.from("this is no picture"), /neither an SVG nor a PNG/],
  ["nothing", Buffer.alloc(0), /neither an SVG nor a PNG/],
  ["noise", randomBytes(100_000), /neither an SVG nor a PNG/],
  ["a JPEG", Buffer.from("ffd8ffe000104a46494600", "hex"), /neither an SVG nor a PNG/],
  ["12 MB of noise", Buffer.alloc(12_000_000, "x"), /12\.0 MB, and a plan may have 8/],
  [
    "a header and noise",
    Buffer.concat([makePng(60, 40).subarray(0, 60), randomBytes(5000)]),
    /PNG is (cut short|damaged)/,
  ],
  ["half a PNG", makePng(600, 400).subarray(0, -20), /cut short/],
  ["one octet changed", flipped(makePng(60, 40), 55), /checksum is wrong/],
  ["something behind its end", Buffer.concat([makePng(60, 40), Buffer.from("PK")]), /something behind its end/],
  ["a bomb of pixels", makePng(60_000, 60_000, { rows: 1 }), /60000 × 60000 pixels/],
  ["more packed than its header says", makePng(60, 40, { rows: 4000 }), /other than the pixels/],
  ["fewer pixels than its header says", makePng(60, 40, { rows: 3 }), /other than the pixels/],
  [
    "pixels that are not packed",
    makePng(60, 40, { idat: pngChunk("IDAT", Buffer.from("no zlib")) }),
    /other than the pixels/,
  ],
  ["a strip", makePng(8000, 2), /a strip of 8000 × 2/],
])("%s is refused", async (_, image, why) => {
  expect(await refusal(image)).toMatch(why);
});

test.each([
  ["an empty SVG", svg(""), /nothing is drawn/],
  ["nothing but a title", svg("<title>Ground</title><g/>"), /nothing is drawn/],
  ["one that says no size", svg(RECT, ""), /does not say how large/],
  ["one of no size", svg(RECT, 'width="0" height="10"'), /does not say how large/],
  ["huge sides", svg(RECT, 'width="1000000" height="1000000"'), /1000000 × 1000000 units/],
  ["a huge viewBox", svg(RECT, 'viewBox="0 0 1e9 1e9"'), /units large/],
  ["a script", svg(`${RECT}<script>alert(1)</script>`), /<script>/],
  ["a script under another prefix", svg(`${RECT}<x:script xmlns:x="http://www.w3.org/2000/svg"/>`), /<x:script>/],
  ["a handler", svg('<rect width="1" onload="alert(1)"/>'), /runs a script: onload/],
  ["a link that runs", svg(`<a href=" java\nscript:alert(1)">${RECT}</a>`), /leads out/],
  ["HTML", svg(`${RECT}<foreignObject><b/></foreignObject>`), /<foreignObject>/],
  ["HTML by its namespace", svg(`${RECT}<h:iframe xmlns:h="http://www.w3.org/1999/xhtml"/>`), /more than a drawing/],
  ["an animation that sets a link", svg(`${RECT}<set attributeName="href" to="javascript:1"/>`), /<set>/],
  ["an image of elsewhere", svg('<image href="http://192.0.2.1/a.png" width="1" height="1"/>'), /leads out/],
  ["an SVG within", svg('<image href="data:image/svg+xml;base64,AAAA"/>'), /leads out/],
  ["a shape of elsewhere", svg('<use href="other.svg#a"/>'), /leads out/],
  ["a file of this machine", svg('<image href="file:///etc/passwd"/>'), /leads out/],
  ["a style sheet of elsewhere", svg(`<style>@import "http://192.0.2.1/a.css";</style>${RECT}`), /@import/],
  ["a hidden style sheet", svg(`<style>@\\69mport "a";</style>${RECT}`), /@import/],
  ["a style of elsewhere", svg('<rect style="fill:u\\72l(//192.0.2.1/a)"/>'), /leads out/],
  ["a font of elsewhere", svg(`<style>@font-face{src:url(https://a.example/f)}</style>${RECT}`), /leads out/],
  [
    "a sheet by instruction",
    Buffer.from(`<?xml-stylesheet href="a.css"?><svg ${NS} viewBox="0 0 1 1">${RECT}</svg>`),
    /xml-stylesheet/,
  ],
  [
    "an entity bomb",
    Buffer.from(
      `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg ${NS} viewBox="0 0 1 1"><text>&b;</text></svg>`,
    ),
    /entities/,
  ],
  [
    "an entity of a file",
    Buffer.from(`<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg ${NS}/>`),
    /entities/,
  ],
  ["another root", Buffer.from(`<html ${NS}><svg ${NS} viewBox="0 0 1 1">${RECT}</svg></html>`), /<html>|root/],
  ["no namespace", Buffer.from(`<svg viewBox="0 0 1 1">${RECT}</svg>`), /its root is no/],
  ["a tag that does not end", Buffer.from(`<svg ${NS} viewBox="0 0 1 1">${RECT}<g></svg>`), /is ended by/],
  ["a document cut short", svg(RECT).subarray(0, -4), /does not end/],
  ["two roots", Buffer.concat([svg(RECT), svg(RECT)]), /behind its end/],
  ["an attribute twice", svg('<rect x="1" x="2"/>'), /stands twice/],
  ["another encoding", Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${svg(RECT).toString()}`), /UTF-16/],
  ["octets that are no UTF-8", Buffer.concat([svg("<text>"), Buffer.from([0xff])]), /not written in UTF-8/],
  ["shapes that multiply", svg(bomb(9)), /draws more than/],
  ["a shape that shows itself", svg(`<g id="a">${RECT}<use href="#a"/></g>`), /within itself/],
  ["too deep", svg(`${"<g>".repeat(300)}${RECT}${"</g>".repeat(300)}`), /deep/],
  ["too many elements", svg("<g/>".repeat(PLAN_LIMITS.elements)), /more than 100000 elements/],
])("%s is refused", async (_, image, why) => {
  expect(await refusal(image)).toMatch(why);
});

test("a file that is not there, or is no file, is named", async () => {
  await expect(readPlanFile(join(folder, "none.svg"))).rejects.toThrow(
    /none\.svg: the plan cannot be read: there is no such file/,
  );
  await expect(readPlanFile(folder)).rejects.toThrow(/the plan is no file/);
  writeFileSync(join(folder, "plan.png"), "text");
  await expect(readPlanFile(join(folder, "plan.png"))).rejects.toThrow(/plan\.png: it is neither an SVG nor a PNG/);
});

function flipped(image: Buffer, at: number): Buffer {
  image.writeUInt8(image.readUInt8(at) ^ 1, at);
  return image;
}

/** Ten times ten times … of one shape. */
function bomb(levels: number): string {
  const level = (n: number): string => `<g id="l${n}">${`<use href="#l${n - 1}"/>`.repeat(10)}</g>`;
  return `<defs><g id="l0">${RECT}</g>${Array.from({ length: levels }, (_, n) => level(n + 1)).join("")}</defs><use href="#l${levels}"/>`;
}
