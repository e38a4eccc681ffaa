import { createHash } from "node:crypto";
import { askerAt, CommandError, printable } from "@probewarden/cli";
import { accountabilityFile, AccountabilityLog } from "../cameras/accountability/accountability-log.ts";
import { AuditRecords, doorOf } from "../cameras/audit/audit-records.ts";
import { preferTls, type TlsMeans } from "../cameras/audit/prefer-tls.ts";
import { audit, type Audit, type AuditReader } from "../cameras/audit/audit.ts";
import { AccountRefused, readAccount, whyNotName, type Account } from "../cameras/audit/account.ts";
import { AuditSession, type SessionWorld } from "../cameras/audit/session.ts";
import { allowing, auditPolicy } from "../cameras/cameras-once.ts";
import type { BundleCamera, BundleSent } from "../cameras/evidence/bundle.ts";
import { linkAddressOf } from "../cameras/known/link-address.ts";
import { KillSwitch } from "../cameras/kill-switch.ts";
import { guardXAddr, spellPlace, type GuardPolicy, type Target } from "../cameras/interrogate/address-guard.ts";
import { CALL_DEADLINE_MILLISECONDS } from "../cameras/interrogate/web-call.ts";
import { Politeness } from "../cameras/politeness.ts";
import { ReadingThread } from "../cameras/reading-thread.ts";
import { beginBundle } from "./begin-bundle.ts";
import { loadCameraConfig } from "./load-config.ts";
import { printableJson } from "./printable.ts";
import { sayAudit } from "./say-audit.ts";
import { readTypedAddress, type TypedAddress } from "./typed-places.ts";

/** What the command line was given. */
export interface AuditArguments {
  config: string;
  /** The configuration was named, and is not only where one usually is. */
  isConfigGiven: boolean;
  /** A file of two lines, name and password, that nobody but its owner can read; without it, whoever sits at the terminal is asked. */
  account?: string;
  /** File that is made, with all answers, what was sent and their hashes. */
  bundle?: string;
  forceAdministrator: boolean;
}

/** What is wrong with the file in which attempts and visits are remembered, and what follows from it. */
const BUDGET_PROBLEMS = {
  "budget-not-kept":
    "what was sent could not be written into cameras/budget.json of the data folder: another run does not know of it, nor of the attempt of today",
  "budget-unreadable": "cameras/budget.json of the data folder could not be read: what was sent before is not known",
} as const;

/**
 * Audits cameras with an account that their operator gave: prints one JSON object for each. Throws {@link CommandError} when an address or the
 * account may not be used, and when no camera has accepted it.
 */
export async function auditCameras(addresses: readonly string[], given: AuditArguments): Promise<void> {
  const config = loadCameraConfig(given.config, process.env, given.isConfigGiven);
  const typed = addresses.map(readTypedAddress);
  const policy = allowing(await auditPolicy(config.cameras, config.mqtt.url), { named: typed, range: [] });
  const targets = typed.map((each) => ({ typed: each, plain: targetOf(each, policy) }));
  const account = await accountOf(given);
  const politeness = new Politeness(config.dataDir, () => Date.now());
  const accountability = new AccountabilityLog(config.dataDir);
  const reader = new ReadingThread();
  const records = new AuditRecords(config.dataDir);
  const killSwitch = new KillSwitch(config.dataDir);
  const bundle = await beginBundle(given.bundle);
  const { signal, end } = killSwitch.watch();
  let accepted = 0;
  try {
    for (const { typed: each, plain } of targets) {
      const sent: BundleSent[] = [];
      const logAt = logOf(accountability, accountabilityFile(config.dataDir), sent);
      const target = isOpenChoice(each) ? await byTls(plain, politeness, signal, logAt) : plain;
      const log: SessionWorld["log"] = async (entry) => logAt(target, entry);
      const found = await auditOne(target, policy, { account, politeness, stop: signal, log, reader });
      const place = spellPlace(target.address, target.port);
      if (found === undefined) {
        process.stderr.write(`${place}: stopped before it was asked\n`);
        continue;
      }
      for (const line of sayAudit(place, found)) process.stderr.write(`${printable(line)}\n`);
      await remember(records, target, found);
      if (found.accepted || found.readableByAnyone.length > 0) accepted++;
      const { answers, ...told } = found;
      await bundle?.add({ camera: evidenceOf(target, told), sent, answers });
      process.stdout.write(`${printableJson({ address: target.address, port: target.port, ...told }, 0)}\n`);
    }
  } finally {
    end();
    await reader.stop();
  }
  for (const problem of politeness.problems) process.stderr.write(`${BUDGET_PROBLEMS[problem]}\n`);
  if (bundle !== undefined) process.stderr.write(`${given.bundle ?? ""}: seal ${await bundle.end()}\n`);
  if (signal.aborted) throw new CommandError(`stopped: ${killSwitch.path} is there`);
  if (accepted === 0)
    throw new CommandError("no camera has accepted the account: none of them is asked with it again today");
}

/** From the file, or from whoever sits at the terminal; what is typed as a password is not shown. @throws CommandError */
async function accountOf({ account, forceAdministrator }: AuditArguments): Promise<Account> {
  if (account !== undefined)
    return readAccount(account, forceAdministrator).catch((error: unknown) => {
      throw error instanceof AccountRefused ? new CommandError(error.message) : error;
    });
  const ask = askerAt(process.stdin, process.stderr);
  if (ask === undefined) throw new CommandError("--account FILE is missing, and nobody sits at a terminal to be asked");
  const name = await ask.text("Account that the operator gave (name)", (answer) =>
    whyNotName(answer, forceAdministrator),
  );
  const password = await ask.secret(`Password of ${name}`, (answer) =>
    answer === "" ? "there is no password" : undefined,
  );
  return { name, password };
}

/** For the findings of the sensor whose data folder this is; an audit from elsewhere only prints. */
async function remember(records: AuditRecords, { address, port }: Target, found: Audit): Promise<void> {
  const { ladder, sendsTo, maker, model, firmware } = found;
  // White-labelled cameras are told with who made them, and why that is known.
  const manufacturer = maker === undefined ? found.manufacturer : `${maker.name} (${maker.why})`;
  if (!found.accepted && found.readableByAnyone.length === 0) return;
  const identity = Object.fromEntries(
    Object.entries({ manufacturer, model, firmware, link: linkAddressOf(address) }).filter(
      ([, text]) => text !== undefined,
    ),
  );
  await records
    .keep({ at: new Date().toISOString(), address, port, ladder, sendsTo, ...identity })
    .catch((error: unknown) =>
      process.stderr.write(
        `what the audit of ${address} proved could not be kept for later findings (${String(error)})\n`,
      ),
    );
}

function evidenceOf(
  { address, port }: Target,
  { channels: _, accepted, ...told }: Omit<Audit, "answers">,
): BundleCamera {
  return { kind: "camera", address, port, at: new Date().toISOString(), withAccount: accepted, ...told };
}

interface Means {
  account: Account;
  politeness: Politeness;
  stop: AbortSignal;
  log: SessionWorld["log"];
  reader: AuditReader;
}

async function auditOne(target: Target, policy: GuardPolicy, means: Means): Promise<Audit | undefined> {
  const { account, politeness, stop, log, reader } = means;
  // The name alone: whoever finds the file must not be able to try passwords against it, and locks count by name.
  // By port too, for several cameras may stand behind one address; HTTP and HTTPS at their usual ports are one camera's.
  const door = doorOf(target.port);
  const key = `audit-${createHash("sha256").update(account.name).digest("hex").slice(0, 16)}-${door}`;
  if (!(await politeness.beginVisit(target.address, stop))) return undefined;
  try {
    return await audit(
      target,
      policy,
      new AuditSession(target, {
        account,
        signal: stop,
        settings: SETTINGS,
        log: async (entry) => {
          await politeness.renewVisit(target.address);
          await log(entry);
        },
        leaveAlone: async () => politeness.leaveAlone(target.address, key),
        takeAttempt: async () => politeness.takeAttempt(target.address, key),
        giveAttemptBack: async () => politeness.giveAttemptBack(target.address, key),
      }),
      reader,
    );
  } finally {
    await politeness.endVisit(target.address);
  }
}

/** Somebody typed an address and nothing else. */
const isOpenChoice = ({ port }: TypedAddress): boolean => port === undefined;

/** The account goes by TLS where the camera has it. As an audit does, this waits until nobody else visits that address. */
async function byTls(
  plain: Target,
  politeness: Politeness,
  signal: AbortSignal,
  log: TlsMeans["log"],
): Promise<Target> {
  if (!(await politeness.beginVisit(plain.address, signal))) return plain;
  try {
    return await preferTls(plain, { settings: SETTINGS, signal, log });
  } finally {
    await politeness.endVisit(plain.address);
  }
}

const SETTINGS = { userAgent: "Probewarden/1 (audit)", deadlineMilliseconds: CALL_DEADLINE_MILLISECONDS };

/** Everything that is sent, written down before it is: when, to whom, what, and whether an account went with it; never which. */
function logOf(log: AccountabilityLog, file: string, sent: BundleSent[]): TlsMeans["log"] {
  return async ({ address, port, secure }, { method, path, account }) => {
    const entry = { at: new Date().toISOString(), address, port, tls: secure, method, path, account };
    if (!(await log.write([entry])))
      throw new CommandError(`${file} cannot be written: what cannot be written down is not sent`);
    sent.push({ kind: "sent", ...entry });
  };
}

/** @throws CommandError when nobody may be asked there */
function targetOf({ address, port, secure }: TypedAddress, policy: GuardPolicy): Target {
  const spelled = `${secure ? "https" : "http"}://${spellPlace(address, port ?? (secure ? 443 : 80))}/`;
  const guarded = guardXAddr(spelled, address, policy);
  if ("refused" in guarded) throw new CommandError(`${spelled} is never asked: ${guarded.refused}`);
  return guarded.target;
}
