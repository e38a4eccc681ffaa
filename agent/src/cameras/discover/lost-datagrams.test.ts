import { expect, test } from "vitest";
import { lostDatagramsIn } from "./lost-datagrams.ts";

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  385: 00000000:0E76 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 21561 2 0000000000000000 3
  386: 0100007F:0E76 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 21562 2 0000000000000000 417
  601: 0100007F:A1B2 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 21563 2 0000000000000000 9
  602: 0100007F:A1B3`;

test("what the kernel lost of a port is the last column of its lines, of all its sockets", () => {
  expect(lostDatagramsIn(TABLE, 3702)).toBe(420);
  expect(lostDatagramsIn(TABLE, 0xa1b2)).toBe(9);
});

test("a port that does not stand there, and a line that is torn, say nothing", () => {
  for (const port of [0xa1b3, 22]) expect(lostDatagramsIn(TABLE, port)).toBeUndefined();
  expect(lostDatagramsIn("", 3702)).toBeUndefined();
});
