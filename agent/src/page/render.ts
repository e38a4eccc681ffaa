import { createHash } from "node:crypto";
import type { OtherName } from "../main/other-name.ts";
import type { BoxState } from "../sensor/look-at-box.ts";
import { CHECKS, OTHER_NAMES, STATES, TROUBLES, WORDS, type Both, type PageTrouble } from "./words.ts";

/** Plain enough for the browser of a captive portal; dark where the phone is. */
const STYLE = `:root{color-scheme:light dark;--ground:#f6f7f5;--panel:#fff;--line:#d9ddd8;--ink:#16201b;--muted:#55625b;--accent:#0b6b57;--on:#fff;--bad:#b3132b;--mind:#8a6100;--ok:#1f7a3d}
@media(prefers-color-scheme:dark){:root{--ground:#101613;--panel:#18201c;--line:#2f3a34;--ink:#e8eee9;--muted:#a0aea6;--accent:#4cc3a5;--on:#101613;--bad:#ff6b7a;--mind:#e0b341;--ok:#5ecb86}}
*{box-sizing:border-box}body{margin:0 auto;max-width:560px;padding:16px;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
h1{font-size:28px;line-height:1.3;margin:0}h2{font-size:20px;margin:24px 0 8px}p{margin:8px 0}
small,.en{color:var(--muted);font-size:14px;display:block}.box{font-family:ui-monospace,monospace;font-size:20px}
form,ul,.said{background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:16px;margin:16px 0}
label{display:block;margin:0 0 16px;font-weight:600}label small{font-weight:400}
input,textarea{display:block;width:100%;min-height:48px;margin-top:4px;padding:10px;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--muted);border-radius:4px}
button,.button{display:block;width:100%;min-height:56px;padding:12px;font:inherit;font-size:20px;font-weight:600;text-align:center;text-decoration:none;color:var(--on);background:var(--accent);border:0;border-radius:4px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
ul{list-style:none}li{padding:8px 0;border-bottom:1px solid var(--line)}li:last-child{border:0}
.failed{color:var(--bad)}.warning{color:var(--mind)}.ok{color:var(--ok)}.unknown{color:var(--muted)}.said.failed{border-color:var(--bad)}`;

/** The only style and no script: what a browser is told beside the page. */
export const CONTENT_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`).replaceAll(/\p{Cc}/gu, " ");
/** Chinese, and the English beneath it. */
const both = ([zh, en]: Both): string => `${escape(zh)} <span class="en" lang="en">${escape(en)}</span>`;

/** Who this box is. */
export interface BoxNames {
  /** As the collector would call it: it is on the page before it joins and after. */
  box: string;
}

/** What somebody typed, so that it need not be typed again. */
export interface Typed {
  code: string;
  collector: string;
  name: string;
}

/** The last letters of a name: enough to tell two boxes apart. */
const lastLetters = (sensorId: string): string => sensorId.slice(-6);

function frame({ box }: BoxNames, subtitle: string, body: string, refreshSeconds?: number): string {
  const refresh = refreshSeconds === undefined ? "" : `<meta http-equiv="refresh" content="${refreshSeconds};url=/">`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${refresh}<title>明察 ${escape(box)}</title><style>${STYLE}</style></head>
<body><header><h1>明察 Probewarden</h1><p>${both(WORDS.box)}<span class="box">${escape(box)}</span></p><p>${subtitle}</p></header>
<main>${body}</main></body></html>
`;
}

/** The page of a box that has not joined, or that its collector does not let in any more: the form first, then what is to be mended. */
export function joinPage(
  names: BoxNames,
  state: BoxState,
  given: { token: string; typed?: Typed; trouble?: Said },
): string {
  const { token, typed = { code: "", collector: "", name: "" }, trouble } = given;
  const plain = 'autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false"';
  const form = `<form method="post" action="/join"><input type="hidden" name="token" value="${escape(token)}">
<label>${both(WORDS.code)}<small>${both(WORDS.codeHelp)}</small><textarea name="code" rows="3" maxlength="300" required ${plain}>${escape(typed.code)}</textarea></label>
<label>${both(WORDS.collector)}<small>${both(WORDS.collectorHelp)}</small><input name="collector" maxlength="200" inputmode="url" value="${escape(typed.collector)}" ${plain}></label>
<label>${both(WORDS.name)}<small>${both(WORDS.nameHelp)}</small><input name="name" maxlength="48" value="${escape(typed.name)}" ${plain}></label>
<button type="submit">${escape(WORDS.joinNow.join(" "))}</button></form>`;
  return frame(
    names,
    both(state.mayJoinAgain === true ? WORDS.letGo : WORDS.notJoined),
    `${trouble === undefined ? "" : told(trouble)}${form}${state.hasHotspot === true ? wifiForm(token, plain) : ""}${checkList(state)}`,
  );
}

/** Where the phone is in the box's own hotspot, the box is on no network yet. */
const wifiForm = (token: string, plain: string): string => `<h2>${both(WORDS.wifi)}</h2>
<form method="post" action="/wifi"><input type="hidden" name="token" value="${escape(token)}">
<label>${both(WORDS.wifiName)}<input name="ssid" maxlength="32" required ${plain}></label>
<label>${both(WORDS.wifiPassword)}<input name="password" maxlength="63" ${plain}></label>
<button type="submit">${escape(WORDS.connect.join(" "))}</button></form>`;

/** Shown before the hotspot closes, with what to do then. */
export const connectingPage = (names: BoxNames): string =>
  frame(names, both(WORDS.notJoined), `<div class="said" role="status"><p>${both(WORDS.connecting)}</p></div>`);

/** The page of a box that has joined: its state, and nothing to press but to look again. */
export function statePage(names: BoxNames, state: BoxState, trouble?: Said): string {
  const { sensorId = "" } = state;
  const ends = `${both(WORDS.joined)} ${both(WORDS.endsWith)}<span class="box">…${escape(lastLetters(sensorId))}</span>`;
  const again = `<a class="button" href="/">${escape(WORDS.lookAgain.join(" "))}</a>`;
  return frame(names, ends, `${trouble === undefined ? "" : told(trouble)}${checkList(state)}${again}`, 15);
}

/** Shown to who has just joined it, and to nobody else. */
export function welcomePage(
  names: BoxNames,
  joined: { sensorId: string; other: OtherName | undefined; isClockOff: boolean },
): string {
  const lines = [
    `<h2 class="ok">● ${both(WORDS.welcome)}</h2>`,
    `<p>${both(WORDS.calledNow)}<span class="box">${escape(joined.sensorId)}</span></p>`,
    ...(joined.other === undefined ? [] : [`<p class="warning">${both(OTHER_NAMES[joined.other])}</p>`]),
    ...(joined.isClockOff ? [`<p class="warning">${both(WORDS.clockOff)}</p>`] : []),
    `<p>${both(WORDS.next)}</p>`,
  ];
  const again = `<a class="button" href="/">${escape(WORDS.state.join(" "))}</a>`;
  return frame(names, both(WORDS.joined), `<div class="said" role="status">${lines.join("")}</div>${again}`);
}

/** A trouble, with what the program says of it where that is more. */
export interface Said {
  trouble: PageTrouble;
  detail?: string;
}

function told({ trouble, detail }: Said): string {
  const more = detail === undefined ? "" : `<p lang="en">${escape(detail)}</p>`;
  return `<div class="said failed" role="alert"><strong>▲ ${both(WORDS.failed)}</strong><p>${both(TROUBLES[trouble])}</p>${more}</div>`;
}

const ORDER = ["failed", "warning", "unknown", "ok"] as const;

/** What is to be mended comes first, and each of it says what to do. */
function checkList({ checks }: BoxState): string {
  const rows = checks
    .toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
    .map(({ id, state, code }) => {
      const words = CHECKS[code ?? id] ?? CHECKS[id];
      const { name, mark } = STATES[state];
      const todo = state === "failed" || state === "warning" ? words?.todo : undefined;
      const [zh, en] = words?.name ?? [id, id];
      return `<li><strong class="${state}">${mark} ${escape(`${zh}：${name[0]}`)}</strong><span class="en" lang="en">${escape(`${en}: ${name[1]}`)}</span>${todo === undefined ? "" : `<p>${both(todo)}</p>`}</li>`;
    });
  const isWell = checks.every(({ state }) => state === "ok" || state === "unknown");
  return `<h2>${both(WORDS.state)}</h2>${isWell ? `<p class="ok">● ${both(WORDS.allWell)}</p>` : ""}<ul>${rows.join("")}</ul>`;
}
