#!/usr/bin/env node
/**
 * Verifies a package of evidence, offline, with Node 20.19 or newer and nothing else:
 *
 *     node verify-package.mjs PACKAGE.zip FINGERPRINT
 *
 * PACKAGE.zip may also be a folder into which it was unpacked. FINGERPRINT is SHA-256 of the collector's public key, as its screen shows it: ask
 * for it by another way than the one by which the package came. It prints `whole`, or one line for each thing that is not as it was made, and of
 * a single flipped bit which one it is. Exit code 0: whole; 1: not whole; 2: it could not be looked at.
 *
 * Whoever changes a package can change the copy of this file inside it. Take it from the project, or from a package that you trust already.
 */
import { createHash, createPublicKey, getHashes, verify } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { argv, exit, stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";

/** What is signed is this line and the manifest: a signature for something else is none for a package. */
const SIGNED = "probewarden-package 1\n";
/** DER of an Ed25519 public key (RFC 8410) before its 32 octets. */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const MOST_BYTES = 512 * 1024 * 1024;
const MOST_FILES = 1000;
const NAME = /^[a-z0-9]+([.-][a-z0-9]+)*(\/[a-z0-9]+([.-][a-z0-9]+)*)?$/;
/** Members that the manifest cannot name: itself, and what signs it. */
const UNNAMED = ["manifest.json", "signature.json"];

/** @typedef {{ name: string, data: Buffer, crc?: number }} Member `crc`: what the zip says that it is */
/** @typedef {{ where: string, what: string, otherKey?: string }} Fault */

const sha256 = (/** @type {any} */ data) => createHash("sha256").update(data).digest("hex");

// ---- The zip: its members are stored, not compressed, so that of names and contents only one file can be made. ----

/** @param {Member[]} members @returns {Buffer} the only zip that these members make */
function zipOf(members) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, data, crc = 0 } of members) {
    const fields = Buffer.alloc(26);
    // APPNOTE 4.4: version 2.0, no flags, stored, 1980-01-01, CRC-32, both sizes, lengths of name and extra field.
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from("504b0304", "hex"), fields, Buffer.from(name), data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("504b01021400", "hex"), fields, rest, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** The members by the headers before them. @param {Buffer} zip @returns {Member[]} */
function membersByHeaders(zip) {
  const members = [];
  let at = 0;
  while (members.length < MOST_FILES && zip.readUInt32LE(at) === 0x04034b50) {
    const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
    const end = start + zip.readUInt32LE(at + 18);
    if (end > zip.length) throw new RangeError("a member reaches beyond the file");
    const name = zip.toString("latin1", at + 30, at + 30 + zip.readUInt16LE(at + 26));
    members.push({ name, data: zip.subarray(start, end), crc: zip.readUInt32LE(at + 14) });
    at = end;
  }
  return members;
}

/** The members by the directory at the end. @param {Buffer} zip @returns {Member[]} */
function membersByDirectory(zip) {
  const members = [];
  let at = zip.readUInt32LE(zip.length - 6);
  while (members.length < MOST_FILES && zip.readUInt32LE(at) === 0x02014b50) {
    const length = zip.readUInt16LE(at + 28);
    const name = zip.toString("latin1", at + 46, at + 46 + length);
    const start = zip.readUInt32LE(at + 42) + 30 + length;
    const end = start + zip.readUInt32LE(at + 20);
    if (end > zip.length) throw new RangeError("a member reaches beyond the file");
    members.push({ name, data: zip.subarray(start, end), crc: zip.readUInt32LE(at + 16) });
    at += 46 + length;
  }
  return members;
}

/** Octets that are compared at once. */
const BLOCK = 4096;

/** How many bits differ, and the first of them. @param {Buffer} a @param {Buffer} b */
function difference(a, b) {
  let [bits, first, bit] = [Math.abs(a.length - b.length) * 8, Math.min(a.length, b.length), 0];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (at % BLOCK === 0 && a.subarray(at, at + BLOCK).equals(b.subarray(at, at + BLOCK))) {
      at += BLOCK - 1;
      continue;
    }
    let other = a[at] ^ b[at];
    if (other === 0) continue;
    if (at < first || bits === 0) [first, bit] = [at, 31 - Math.clz32(other & -other)];
    for (; other !== 0; other &= other - 1) bits++;
  }
  return { bits, first, bit };
}

/**
 * Reads the zip twice, by the headers before the members and by the directory at its end, for either may be what was changed; the reading that
 * leaves less unexplained counts. @param {Buffer} zip @returns {{ members: Member[], faults: Fault[] }}
 */
function readZip(zip) {
  let best;
  for (const read of [membersByHeaders, membersByDirectory]) {
    try {
      const members = read(zip);
      const made = difference(zip, zipOf(members));
      const odd = members.filter(({ name, data, crc }) => !NAME.test(name) || crc32(data) !== crc).length;
      const named = namesOf(members);
      const strange = named === undefined ? 1 : members.filter(({ name }) => !named.has(name)).length;
      const unexplained = made.bits + odd + strange;
      if (best === undefined || unexplained < best.unexplained) best = { members, made, unexplained };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  if (best === undefined)
    return { members: [], faults: [{ where: "the zip", what: "it is no package, or cut short" }] };
  const { members, made } = best;
  if (made.bits === 0) return { members, faults: [] };
  const one = made.bits === 1 ? `: bit ${made.bit} of octet ${made.first} is flipped, and nothing else` : "";
  const what = `its own structure is not as it was made, from octet ${made.first} on${one}`;
  return { members, faults: [{ where: "the zip", what }] };
}

/** Names that the manifest among these members knows. @param {Member[]} members */
function namesOf(members) {
  try {
    const manifest = members.find(({ name }) => name === "manifest.json");
    const { files } = JSON.parse(String(manifest?.data));
    return new Set([...files.map((/** @type {{ name: string }} */ file) => file.name), ...UNNAMED]);
  } catch {
    return undefined;
  }
}

/** @param {string} folder @returns {Member[]} */
function readFolder(folder, below = "") {
  const members = [];
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    if (members.length > MOST_FILES) throw new Error("it holds too many files");
    if (entry.isDirectory() && below === "") members.push(...readFolder(folder, name));
    else if (!entry.isFile()) throw new Error(`${JSON.stringify(name)} is neither a file nor a folder of the package`);
    else members.push({ name, data: readFileSync(join(folder, name)) });
  }
  return members;
}

// ---- A flipped bit: CRC-32 is linear, so that the difference of two sums says which one it is. ----

const TABLE = Array.from({ length: 256 }, (_, octet) => {
  let sum = octet;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum >>> 0;
});

/** The only bit that, turned back, gives this sum. @param {Buffer} data @param {number} crc */
function flippedBit(data, crc) {
  const wanted = (crc32(data) ^ crc) >>> 0;
  const sums = Array.from({ length: 8 }, (_, bit) => TABLE[1 << bit]);
  for (let octet = data.length - 1; octet >= 0; octet--) {
    for (let bit = 0; bit < 8; bit++) {
      if (sums[bit] === wanted) return { octet, bit };
      sums[bit] = (TABLE[sums[bit] & 0xff] ^ (sums[bit] >>> 8)) >>> 0;
    }
  }
  return undefined;
}

/** The data with that bit turned back, where `isRight` then; else undefined. @param {(data: Buffer) => boolean} isRight */
function mended(/** @type {Buffer} */ data, /** @type {number | undefined} */ crc, isRight) {
  const flip = crc === undefined ? undefined : flippedBit(data, crc);
  if (flip === undefined) return undefined;
  const other = Buffer.from(data);
  other[flip.octet] ^= 1 << flip.bit;
  return isRight(other)
    ? { data: other, what: `bit ${flip.bit} of octet ${flip.octet} is flipped, and nothing else` }
    : undefined;
}

// ---- What the package says of itself. ----

/** @param {Buffer} data @param {string} hex @param {string} key */
const isSigned = (data, hex, key) =>
  verify(
    null,
    Buffer.concat([Buffer.from(SIGNED), data]),
    createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(key, "hex")]), format: "der", type: "spki" }),
    Buffer.from(hex, "hex"),
  );

const isHex = (/** @type {unknown} */ text, /** @type {number} */ octets) =>
  typeof text === "string" && text.length === octets * 2 && /^[0-9a-f]*$/.test(text);

/** The signature as it was written and not otherwise. @param {Buffer} data */
function readSignature(data) {
  try {
    const { publicKey, signature } = JSON.parse(String(data));
    const written = `${JSON.stringify({ algorithm: "Ed25519", publicKey, signature }, null, 2)}\n`;
    return isHex(publicKey, 32) && isHex(signature, 64) && written === String(data)
      ? { publicKey, signature }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Links of custody: each is SHA-256 over the one before, a line feed and the line. @param {string} text @param {unknown} end @returns {Fault[]} */
function checkCustody(text, end) {
  let link = "0".repeat(64);
  const lines = text.split("\n").slice(0, -1);
  for (const [index, line] of lines.entries()) {
    const { link: said, ...rest } = JSON.parse(line);
    link = sha256(`${link}\n${JSON.stringify(rest)}`);
    if (said !== link) return [{ where: "custody.jsonl", what: `the chain is broken at line ${index + 1}` }];
    const { seq, at, by, action, subject, before, hash } = rest;
    if (hash !== sha256(`${before}\n${JSON.stringify([seq, Date.parse(at), by, action, subject])}`))
      return [{ where: "custody.jsonl", what: `line ${index + 1} is not what stands in the collector's record` }];
  }
  return link === end ? [] : [{ where: "custody.jsonl", what: "the chain ends otherwise than the manifest says" }];
}

/**
 * @param {Member[]} members @param {string} fingerprint
 * @returns {Fault[]}
 */
function checkMembers(members, fingerprint) {
  /** @type {Fault[]} */
  const faults = [];
  const byName = new Map(members.map((member) => [member.name, member]));
  if (byName.size !== members.length) return [{ where: "the zip", what: "two members have one name" }];
  const [manifest, signed] = UNNAMED.map((name) => byName.get(name));
  if (manifest === undefined || signed === undefined)
    return [{ where: manifest === undefined ? "manifest.json" : "signature.json", what: "it is missing" }];

  let signature = readSignature(signed.data);
  const fits = (/** @type {Buffer} */ data) => {
    const read = readSignature(data);
    return (
      read !== undefined &&
      sha256(Buffer.from(read.publicKey, "hex")) === fingerprint &&
      isSigned(manifest.data, read.signature, read.publicKey)
    );
  };
  if (!fits(signed.data)) {
    const flip = mended(signed.data, signed.crc, fits);
    if (flip !== undefined) {
      faults.push({ where: "signature.json", what: flip.what });
      signature = readSignature(flip.data);
    }
  }
  if (signature === undefined) return [...faults, { where: "signature.json", what: "it is not as it was made" }];
  const { publicKey, signature: hex } = signature;
  const other = sha256(Buffer.from(publicKey, "hex"));
  if (other !== fingerprint) {
    // Either the fingerprint is not this package's, or the package is a forgery: which, nothing in the package can say.
    return [
      ...checkedByItself(members, other),
      { where: "signature.json", what: `it is signed with another key: ${other}`, otherKey: other },
    ];
  }

  let data = manifest.data;
  if (!isSigned(data, hex, publicKey)) {
    const flip = mended(data, manifest.crc, (other) => isSigned(other, hex, publicKey));
    faults.push({ where: "manifest.json", what: flip?.what ?? "it is not what was signed" });
    if (flip === undefined) return faults;
    data = flip.data;
  }
  // What was signed is what the collector wrote: from here on it is believed.
  const { files, custodyEnd } = JSON.parse(String(data));
  for (const file of files) {
    const member = byName.get(file.name);
    byName.delete(file.name);
    if (member === undefined) faults.push({ where: file.name, what: "it is missing" });
    else faults.push(...checkFile(member, file, custodyEnd));
  }
  for (const name of byName.keys())
    if (!UNNAMED.includes(name))
      faults.push({ where: JSON.stringify(name.slice(0, 80)), what: "nobody has signed it" });
  return faults;
}

/** A stranger signed that manifest, and may have written anything into it. @param {Member[]} members @param {string} own @returns {Fault[]} */
function checkedByItself(members, own) {
  try {
    return checkMembers(members, own);
  } catch {
    return [{ where: "manifest.json", what: "it is not as a collector writes it" }];
  }
}

/** @param {Member} member @param {{ name: string, bytes: number, sha256: string, sm3: string, crc32: number }} file @returns {Fault[]} */
function checkFile({ name, data }, file, /** @type {unknown} */ custodyEnd) {
  const isRight = (/** @type {Buffer} */ other) => sha256(other) === file.sha256;
  if (!isRight(data)) {
    const changed =
      data.length === file.bytes ? "it was changed" : `it has ${data.length} octets, and had ${file.bytes}`;
    return [{ where: name, what: mended(data, file.crc32, isRight)?.what ?? changed }];
  }
  const faults = [];
  // A Node without SM3 (in a FIPS mode) has SHA-256 alone to go by.
  if (getHashes().includes("sm3") && createHash("sm3").update(data).digest("hex") !== file.sm3)
    faults.push({ where: name, what: "its SM3 is another than the manifest says" });
  return name === "custody.jsonl" ? [...faults, ...checkCustody(String(data), custodyEnd)] : faults;
}

/**
 * What is not as it was made; empty: all of it is whole and signed with that key.
 * @param {any} content a zip as a Buffer, or the files of a folder as { name, data }[]
 * @param {string} fingerprint SHA-256 of the public key's 32 octets, 64 digits in lower case
 * @returns {Fault[]}
 */
export function verifyPackage(content, fingerprint) {
  const { members, faults } = Buffer.isBuffer(content) ? readZip(content) : { members: content, faults: [] };
  return members.length === 0 ? faults : [...faults, ...checkMembers(members, fingerprint)];
}

/** @param {string[]} args @returns {number} the exit code */
function main([path, said]) {
  const fingerprint = (said ?? "").replaceAll(/[\s:]/g, "").toLowerCase();
  if (path === undefined || !isHex(fingerprint, 32)) {
    stderr.write(
      "usage: node verify-package.mjs PACKAGE.zip FINGERPRINT (64 hexadecimal digits, as the collector's screen shows it)\n",
    );
    return 2;
  }
  try {
    const { size } = lstatSync(path);
    if (size > MOST_BYTES) throw new Error("it is larger than a package may be");
    const faults = verifyPackage(lstatSync(path).isDirectory() ? readFolder(path) : readFileSync(path), fingerprint);
    if (faults.length === 0) {
      stdout.write(`完好，由该公钥签名 · whole, and signed with the key ${fingerprint}\n`);
      return 0;
    }
    const [{ otherKey }] = faults;
    if (faults.length === 1 && otherKey !== undefined) {
      stdout.write(`签名完好，但不是用所给指纹的公钥签的 · the signature is whole, but made with ANOTHER KEY than the fingerprint given
给出 given:   ${fingerprint}
签名 signed:  ${otherKey}
请逐位对照：可能抄错了，可能是另一台服务器的，也可能有人重新签过。请再向出具单位索取指纹，在此之前不要采信。
Compare them: it may be mistyped, be another collector's, or somebody signed anew. Ask whoever issued the package again, and do not rely on it until they agree.
`);
      return 3;
    }
    stdout.write("已被改动 · NOT as it was made:\n");
    for (const { where, what } of faults) stdout.write(`${where}: ${what}\n`);
    return 1;
  } catch (error) {
    stderr.write(`${path}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

if (argv[1] !== undefined && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) exit(main(argv.slice(2)));
