import type { AccountState } from "../audit/account-state.ts";
import type { AskedCall } from "../audit/audit.ts";
import type { ReportLanguage } from "./report-words.ts";

/** How a read ended that was not answered. */
export type Unanswered = Exclude<AskedCall["outcome"], "answered">;

/** What is said of an account and of reads that brought nothing: what happened, and what to do. */
export interface AuditWords {
  account: Readonly<Record<AccountState, string>>;
  outcomes: Readonly<Record<Unanswered, string>>;
  /** Why a read was not answered, where a code is no words by itself. */
  why: Readonly<Record<string, string>>;
  reads: (answered: number, all: number) => string;
}

const en: AuditWords = {
  account: {
    accepted: "the account was accepted",
    refused:
      "the account was refused: nothing was read with it. Ask the operator whether name and password are right, and whether this account may log in over the network (many cameras have ONVIF users of their own). It is not offered there again for 24 hours",
    locked:
      "the camera says that the account is locked: nothing more was asked. The operator unlocks it, or it unlocks by itself; it is left alone there for 24 hours",
    "used-today":
      "the account was not offered: it was within the last 24 hours, and the camera did not accept it. Come back when they are over, or ask the operator for another account",
    "no-safe-login":
      "the account was not offered: the camera asks for a login in a way that would send the password in clear or that is not known (it offers no HTTP Digest). Ask the operator to switch Digest on, or try https://",
    undecided:
      "the account was offered, and the camera answered neither yes nor no: it ended the connection or failed. It is not offered there again for 24 hours",
    "not-asked": "the camera asked for no login: what it answered, it answers to anybody",
    "no-answer":
      "nothing answered there. Check address and port, whether it wants https://, and whether this machine is on the camera's network",
    stopped: "it was stopped before the account was offered",
  },
  outcomes: {
    refused: "refused",
    "no-credentials-sent": "refused, and no login was sent",
    locked: "the account is locked",
    stopped: "stopped before it was asked",
    "not-there": "this camera does not have it",
    failed: "no answer that could be used",
    "not-readable": "the answer could not be read",
    "not-begun": "not asked: 1 MB had been read",
  },
  why: {
    "no-safe-login": "it offers no HTTP Digest",
    "used-today": "offered within 24 hours",
    "refused-before": "this account was refused before",
    "http-403": "HTTP 403: not for this account",
    NotAuthorized: "fault NotAuthorized",
    "timed-out": "no answer within 3 s",
    unreachable: "no connection",
    closed: "the connection was ended",
    truncated: "it broke off in the middle",
    "bad-framing": "its length contradicts itself",
    "tls-failed": "no TLS could be agreed on: does it want http:// there?",
    redirected: "it sent us elsewhere, and we do not follow",
    encoded: "it was encoded, which was not asked for",
    "too-long": "longer than 512 kB",
  },
  reads: (answered, all) => `${answered} of ${all} reads were answered`,
};

const zh: AuditWords = {
  account: {
    accepted: "账号已被接受",
    refused:
      "账号被拒绝：没有用它读到任何内容。请向运营者核对账号名和口令，以及该账号是否允许网络登录（许多摄像头的 ONVIF 用户是另外设置的）。24 小时内不再对它使用该账号",
    locked: "摄像头称账号已锁定：已停止询问。请由运营者解锁或等待自动解锁；24 小时内不再打扰",
    "used-today": "未使用账号：24 小时内已使用过一次，摄像头没有接受。请到期后再试，或请运营者提供另一个账号",
    "no-safe-login":
      "未使用账号：摄像头要求的登录方式会明文传输口令，或无法识别（没有提供 HTTP Digest）。请运营者启用 Digest，或改用 https://",
    undecided: "已使用账号，摄像头既未接受也未拒绝：连接中断或出错。24 小时内不再对它使用该账号",
    "not-asked": "摄像头没有要求登录：它的应答任何人都能得到",
    "no-answer": "该地址没有任何应答。请核对地址和端口、是否需要 https://，以及本机是否在摄像头所在网络",
    stopped: "在使用账号之前已被停止",
  },
  outcomes: {
    refused: "被拒绝",
    "no-credentials-sent": "被拒绝，且未发送登录信息",
    locked: "账号已锁定",
    stopped: "询问之前已停止",
    "not-there": "这台摄像头没有此项",
    failed: "没有可用的应答",
    "not-readable": "应答无法读懂",
    "not-begun": "未询问：已读满 1 MB",
  },
  why: {
    "no-safe-login": "没有提供 HTTP Digest",
    "used-today": "24 小时内已使用过",
    "refused-before": "该账号此前已被拒绝",
    "http-403": "HTTP 403：该账号无权读取",
    NotAuthorized: "故障码 NotAuthorized",
    "timed-out": "3 秒内没有应答",
    unreachable: "无法连接",
    closed: "连接被断开",
    truncated: "应答中途断开",
    "bad-framing": "应答长度自相矛盾",
    "tls-failed": "无法建立 TLS 加密连接，该端口是否应使用 http://？",
    redirected: "要求转到别处，未跟随",
    encoded: "应答经过压缩编码，并非所请求",
    "too-long": "超过 512 kB",
  },
  reads: (answered, all) => `${all} 项读取中 ${answered} 项有应答`,
};

export const AUDIT_WORDS: Readonly<Record<ReportLanguage, AuditWords>> = { "zh-CN": zh, en };

/** Reads that brought nothing, by how they ended and why, those first that an operator can do something about. What a camera has not is last. */
export function unansweredReads(
  asked: readonly { call: string; outcome: string; why?: string }[],
): { outcome: Unanswered; why: string | undefined; calls: string[] }[] {
  const groups = new Map<string, { outcome: Unanswered; why: string | undefined; calls: string[] }>();
  for (const { call, outcome, why } of asked) {
    if (!isUnanswered(outcome)) continue;
    // That a camera has not what another maker's has needs no reason.
    const reason = outcome === "not-there" ? undefined : why;
    const key = `${outcome} ${reason ?? ""}`;
    const group = groups.get(key) ?? { outcome, why: reason, calls: [] };
    groups.set(key, group);
    group.calls.push(call);
  }
  return [...groups.values()].toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}

const ORDER: readonly Unanswered[] = [
  "locked",
  "refused",
  "no-credentials-sent",
  "failed",
  "not-readable",
  "not-begun",
  "stopped",
  "not-there",
];
const isUnanswered = (outcome: string): outcome is Unanswered => (ORDER as readonly string[]).includes(outcome);

/** How a group of reads ended, in words: `refused (HTTP 403: not for this account)`. */
export function wordsOfGroup(
  { outcome, why }: { outcome: Unanswered; why: string | undefined },
  words: AuditWords,
): string {
  const known = why === undefined ? undefined : (words.why[why] ?? why.replace(/^http-/, "HTTP "));
  return `${words.outcomes[outcome]}${known === undefined ? "" : ` (${known})`}`;
}
