import { safeCell } from "@probewarden/cli";
import type { BundleCamera, BundleEntry, BundleSent } from "./bundle.ts";
import { ACCOUNT_STATES } from "../audit/account-state.ts";
import { AUDIT_WORDS, unansweredReads, wordsOfGroup } from "./audit-words.ts";
import { REPORT_WORDS, type ReportLanguage, type ReportWords } from "./report-words.ts";

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Text of a stranger as text: no tag, no attribute, and nothing that turns the direction of what stands beside it. */
const escaped = (text: string): string =>
  text
    .replaceAll(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    )
    .replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? "");

const STYLE =
  "body{font:11pt/1.4 sans-serif;margin:2cm;color:#000;background:#fff}table{border-collapse:collapse;width:100%}" +
  "td,th{border:1px solid #888;padding:3pt 5pt;text-align:left;vertical-align:top}code{font-size:9pt;word-break:break-all}" +
  "section{break-inside:avoid}.blank{height:1.6em}@page{size:A4;margin:1.5cm}@media print{body{margin:0}}";

/** One page to print: what each camera was proven to do, in its own words, and what a person should check. No script, nothing fetched. */
export function reportPage(entries: readonly BundleEntry[], seal: string, language: ReportLanguage): string {
  const words = REPORT_WORDS[language];
  const head = entries.find((entry) => entry.kind === "bundle");
  const cameras = entries.filter((entry) => entry.kind === "camera");
  const sent = entries.filter((entry) => entry.kind === "sent");
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${words.title}</title><style>${STYLE}</style></head><body>` +
    `<h1>${words.title}</h1><p>${words.madeAt}: ${escaped(head?.madeAt ?? "")} · Probewarden ${escaped(head?.tool ?? "")}<br>` +
    `${words.seal}: <code>${escaped(seal)}</code><br><small>${escaped(words.sealWhy)}</small></p>` +
    cameras.map((camera) => cameraSection(camera, sent, words)).join("") +
    `<p class="blank">${words.signature}: ______________________________________</p></body></html>\n`
  );
}

function cameraSection(camera: BundleCamera, sent: readonly BundleSent[], words: ReportWords): string {
  const { address, port, model, manufacturer, maker, firmware, ladder, sendsTo, denied } = camera;
  const mine = sent.filter(
    (each) => each.address === address && (each.port === port || (!camera.withAccount && each.method === "OPTIONS")),
  );
  const requests = mine.length > 0 ? mine.length : camera.asked.length;
  const refused = camera.asked.filter(
    ({ outcome }) => outcome === "refused" || outcome === "no-credentials-sent",
  ).length;
  const rows = ladder.map(
    ({ category, step, proofs }) =>
      `<tr><td>${words.categories[category]}</td><td>${words.steps[step]}</td><td>${proofs
        .map(
          ({ call, quote, answerSha256 }) =>
            `<code>${escaped(call)}: ${escaped(quote)}${answerSha256 === undefined ? "" : ` · ${answerSha256.slice(0, 16)}`}</code>`,
        )
        .join("<br>")}</td></tr>`,
  );
  const places = sendsTo.map(
    ({ way, state, to, quote }) =>
      `<li>${escaped(way)}: ${words.states[state]} <code>${escaped(to === "" ? quote : to)}</code></li>`,
  );
  const told = AUDIT_WORDS[words.language];
  const state = ACCOUNT_STATES.find((each) => each === camera.account);
  const missing = unansweredReads(camera.asked).map(
    (group) =>
      `<li>${escaped(wordsOfGroup(group, told))}: ${group.calls.map((call) => `<code>${escaped(call)}</code>`).join(", ")}</li>`,
  );
  const answered = camera.asked.filter(({ outcome }) => outcome === "answered").length;
  const made = maker === undefined ? undefined : `[${maker.name}: ${maker.why}]`;
  const named = [manufacturer, model, made].filter((each) => each !== undefined).join(" ");
  return (
    `<section><h2>${words.camera} ${escaped(address)}:${port}</h2>` +
    `<p>${words.model}: ${escaped(named) || words.notSaid} · ${words.firmware}: ${escaped(firmware ?? "") || words.notSaid}<br>` +
    `${words.read}: ${escaped(camera.at)}, ${camera.withAccount ? words.withAccount : words.asAnybody}. ${camera.sentInClear ? words.inClear : ""}</p>` +
    (rows.length === 0
      ? `<p>${words.nothing}</p>`
      : `<table><tr><th>${words.category}</th><th>${words.proven}</th><th>${words.words}</th></tr>${rows.join("")}</table>`) +
    `<h3>${words.sendsTo}</h3>${places.length === 0 ? `<p>${words.nowhere}</p>` : `<ul>${places.join("")}</ul>`}` +
    `<h3>${words.notRead}</h3><p>${state === undefined || state === "accepted" ? "" : `<strong>${escaped(told.account[state])}</strong>. `}` +
    `${told.reads(answered, camera.asked.length)}.</p>${missing.length === 0 ? "" : `<ul>${missing.join("")}</ul>`}` +
    (denied.length === 0
      ? ""
      : `<p>${words.denied}: ${denied.map(({ quote }) => `<code>${escaped(quote)}</code>`).join(", ")}</p>`) +
    `<p>${words.sent(requests, refused)}</p><h3>${words.onSite}</h3><table>${words.check
      .map((each) => `<tr><td>${each}</td><td class="blank"></td></tr>`)
      .join("")}</table></section>`
  );
}

const COLUMNS = [
  "address",
  "port",
  "manufacturer",
  "model",
  "firmware",
  "readAt",
  "withAccount",
  "account",
  "answeredReads",
  "unansweredReads",
  "category",
  "step",
  "call",
  "quote",
  "answerSha256",
  "sendsTo",
];

/** One row for each camera and function, one for a camera without any. No cell is a formula. */
export function reportCsv(entries: readonly BundleEntry[]): string {
  const rows = entries.flatMap((entry) => {
    if (entry.kind !== "camera") return [];
    const { address, port, manufacturer, model, firmware, at, withAccount } = entry;
    const places = entry.sendsTo.map(({ state, to, quote }) => `${state} ${to === "" ? quote : to}`).join("; ");
    const answered = entry.asked.filter(({ outcome }) => outcome === "answered").length;
    const reads = [entry.account, answered, entry.asked.length - answered];
    const camera = [address, port, manufacturer, model, firmware, at, withAccount, ...reads];
    if (entry.ladder.length === 0) return [[...camera, "", "unknown", "", "", "", places]];
    return entry.ladder.map(({ category, step, proofs: [proof] }) => [
      ...camera,
      category,
      step,
      proof?.call,
      proof?.quote,
      proof?.answerSha256,
      places,
    ]);
  });
  const line = (cells: readonly (string | number | boolean | undefined)[]): string =>
    `${cells.map((cell) => `"${String(safeCell(cell)).replaceAll('"', '""')}"`).join(",")}\r\n`;
  return `\uFEFF${[COLUMNS, ...rows].map(line).join("")}`;
}
