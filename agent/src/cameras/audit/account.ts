import { open } from "node:fs/promises";

/** Name and password of an account that an operator gave for an audit. Held in memory, sent to the device, written nowhere. */
export interface Account {
  name: string;
  password: string;
}

/** An account that must not be used. The message never holds a name or a password. */
export class AccountRefused extends Error {
  override readonly name = "AccountRefused";
}

const OCTETS = 4_096;

/** Names of accounts that administer a device as it leaves the factory. */
const ADMINISTRATORS = new Set([
  "admin",
  "administrator",
  "root",
  "service",
  "supervisor",
  "888888",
  "666666",
  "superuser",
]);

/**
 * Reads an account from a file of two lines: name, password. Nobody but its owner may read the file.
 * @param force use an administrator's account all the same
 * @throws AccountRefused
 */
export async function readAccount(path: string, force = false): Promise<Account> {
  const text = await readPrivate(path);
  const [name = "", password = "", ...more] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (name === "" || password === "" || more.some((line) => line !== ""))
    throw new AccountRefused(`${path} is not two lines: a name, a password`);
  const why = whyNotName(name, force);
  if (why !== undefined) throw new AccountRefused(`${path}: ${why}`);
  return { name, password };
}

/** Why a name may not be used, or undefined when it may. */
export function whyNotName(name: string, force: boolean): string | undefined {
  if (name === "") return "there is no name";
  if (/[\p{Cc}:"\\]/u.test(name)) return "the name holds a sign that cannot be sent";
  if (!force && ADMINISTRATORS.has(name.trim().toLowerCase()))
    return "it is an administrator's account: an account of level User suffices (--force-administrator uses it all the same)";
  return undefined;
}

async function readPrivate(path: string): Promise<string> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw new AccountRefused(`${path} cannot be read`, { cause: error });
  });
  try {
    const { mode, size } = await file.stat();
    if ((mode & 0o077) !== 0)
      throw new AccountRefused(`${path} may be read by others than its owner (mend: chmod 600 ${path})`);
    if (size > OCTETS) throw new AccountRefused(`${path} is longer than an account`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}
