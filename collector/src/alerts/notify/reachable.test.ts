import { expect, test } from "vitest";
import { guardedLookup, isClosed, type Resolve } from "./reachable.ts";

test("this machine, its link, metadata and what is no host are closed, however they are spelt", () => {
  const closed = [
    "127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 169.254.169.254 169.254.0.1 100.100.100.200 192.0.0.192",
    "224.0.0.1 255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fd00:ec2::254 ff02::1 fec0::1",
    "::ffff:127.0.0.1 ::ffff:7f00:1 ::127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:a9fe:a9fe::1",
    "::ffff:0:127.0.0.1 64:ff9b:1::7f00:1",
  ].flatMap((line) => line.split(" "));
  expect(closed.filter((address) => !isClosed(address))).toEqual([]);
  const open = [
    "192.0.2.1",
    "10.0.0.7",
    "192.168.1.9",
    "2001:db8::1",
    "fd12::1",
    "::ffff:192.0.2.1",
    "2002:c000:201::1",
  ];
  expect(open.filter(isClosed)).toEqual([]);
  expect(["", "localhost", "0x7f.1"].every(isClosed)).toBe(true);
});

const resolving =
  (...addresses: string[]): Resolve =>
  (_name, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
const lookUp = (resolve: Resolve, all: boolean): Promise<unknown> =>
  new Promise((done) =>
    guardedLookup(resolve)("hooks.example", { all }, (error, address) => done(error?.name ?? address)),
  );

test("a name is refused when any of its addresses is closed, and else the checked address is connected to", async () => {
  expect(await lookUp(resolving("192.0.2.1", "127.0.0.1"), false)).toBe("NotAllowedError");
  expect(await lookUp(resolving("192.0.2.1", "::1"), true)).toBe("NotAllowedError");
  expect(await lookUp(resolving("192.0.2.1", "2001:db8::1"), false)).toBe("192.0.2.1");
  expect(await lookUp(resolving("192.0.2.1"), true)).toEqual([{ address: "192.0.2.1", family: 4 }]);
  expect(await lookUp(resolving(), false)).toBe("Error");
});
