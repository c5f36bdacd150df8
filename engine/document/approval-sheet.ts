import type { Locale, Text } from "../definition/problem.ts";
import { escapeHtml } from "./escape-html.ts";
import { SHEET_STYLE } from "./sheet-style.ts";
import { waitingText } from "./waiting-text.ts";

/** Everything an approval sheet («лист согласования») says; the same history always makes the same data. */
export interface ApprovalSheet {
  readonly process: string;
  readonly number: number;
  readonly subject: string;
  /** Name; null where nobody in particular started it. */
  readonly requester: string | null;
  /** ISO text with the zone's offset, as all instants here. */
  readonly startedAt: string;
  readonly madeAt: string;
  /** Identity of the process's version. */
  readonly digest: string;
  readonly facts: readonly { readonly title: string; readonly text: string }[];
  /** The decisions of tables: why these approvers. */
  readonly rules: readonly SheetRule[];
  readonly lines: readonly SheetLine[];
}

export interface SheetRule {
  readonly table: string;
  /** Numbers of the rules that matched, from 1. */
  readonly matched: readonly number[];
  readonly inputs: readonly { readonly title: string; readonly text: string }[];
  /** The table's own words (`why`), where it has some. */
  readonly because: string | null;
}

export interface SheetLine {
  /** Title of the step; lines of one step stand together. */
  readonly step: string;
  readonly round: number;
  /** Null: the clock decided. */
  readonly name: string | null;
  readonly position: string | null;
  readonly onBehalfOf: string | null;
  /** The word on the sheet: `Согласовано`. */
  readonly done: string;
  readonly comment: string | null;
  readonly at: string;
  readonly waitedMs: number;
  readonly workingMs: number;
  readonly notes: readonly string[];
  /** False once a recall or rework took it back. */
  readonly counts: boolean;
  /** Nobody was asked: the notes say why. */
  readonly isSkipped: boolean;
}

/**
 * The sheet as an HTML page of its own: no script, no outside file, prints on A4. Byte-identical for the same data;
 * everything people wrote is escaped.
 */
export function approvalSheetHtml(sheet: ApprovalSheet, locale: Locale): string {
  const word = (text: Text): string => text[locale];
  const heading = `${word(WORDS.title)} № ${sheet.number}`;
  return [
    "<!doctype html>",
    `<html lang="${locale}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(`${heading} — ${sheet.subject}`)}</title>`,
    `<style>${SHEET_STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<header><p class="kind">${escapeHtml(heading)}</p><h1>${escapeHtml(sheet.subject)}</h1></header>`,
    factsHtml(sheet, word),
    rulesHtml(sheet.rules, word),
    linesHtml(sheet.lines, locale, word),
    `<footer>${escapeHtml(`${word(WORDS.made)} ${shown(sheet.madeAt)} · ${sheet.process} · ${word(WORDS.version)} ${sheet.digest.slice(0, 12)}`)}</footer>`,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

type Word = (text: Text) => string;

const WORDS = {
  title: { ru: "Лист согласования", en: "Approval sheet" },
  process: { ru: "Процесс", en: "Process" },
  requester: { ru: "Кто подал", en: "Requested by" },
  started: { ru: "Начато", en: "Started" },
  nobody: { ru: "запущено событием", en: "started by an event" },
  why: { ru: "Почему эти согласующие", en: "Why these approvers" },
  table: { ru: "Таблица", en: "Table" },
  rule: { ru: "правило", en: "rule" },
  noRule: { ru: "ни одно правило не подошло", en: "no rule matched" },
  who: { ru: "Кто", en: "Who" },
  decision: { ru: "Решение", en: "Decision" },
  when: { ru: "Когда", en: "When" },
  waited: { ru: "Ждали", en: "Waited" },
  working: { ru: "рабочего времени", en: "of working time" },
  comment: { ru: "Комментарий", en: "Comment" },
  clock: { ru: "По истечении срока", en: "The clock" },
  behalf: { ru: "за", en: "on behalf of" },
  round: { ru: "Круг", en: "Round" },
  earlierRound: { ru: "прежний круг, не учитывается", en: "an earlier round, does not count" },
  takenBack: { ru: "решение отменено и не учитывается", en: "taken back, does not count" },
  skipped: { ru: "Пропущено", en: "Skipped" },
  none: { ru: "Решений пока нет.", en: "No decisions yet." },
  made: { ru: "Составлен", en: "Made" },
  version: { ru: "версия", en: "version" },
} as const satisfies Readonly<Record<string, Text>>;

function factsHtml(sheet: ApprovalSheet, word: Word): string {
  const rows = [
    { title: word(WORDS.process), text: sheet.process },
    { title: word(WORDS.requester), text: sheet.requester ?? word(WORDS.nobody) },
    { title: word(WORDS.started), text: shown(sheet.startedAt) },
    ...sheet.facts,
  ];
  return `<dl>\n${rows.map(({ title, text }) => `<div><dt>${escapeHtml(title)}</dt><dd>${escapeHtml(text)}</dd></div>`).join("\n")}\n</dl>`;
}

function rulesHtml(rules: readonly SheetRule[], word: Word): string {
  if (rules.length === 0) return "";
  const items = rules.map(({ table, matched, inputs, because }) => {
    const which =
      matched.length === 0
        ? word(WORDS.noRule)
        : `${word(WORDS.rule)} ${matched.map((number) => `№ ${number}`).join(", ")}`;
    const reasons = inputs.map(({ title, text }) => `${title}: ${text}`).join("; ");
    const words = because === null ? "" : `<br><q>${escapeHtml(because)}</q>`;
    return `<li>${escapeHtml(`${word(WORDS.table)} «${table}», ${which}`)}${reasons === "" ? "" : ` <span class="quiet">(${escapeHtml(reasons)})</span>`}${words}</li>`;
  });
  return `<section><h2>${escapeHtml(word(WORDS.why))}</h2>\n<ul>\n${items.join("\n")}\n</ul></section>`;
}

function linesHtml(lines: readonly SheetLine[], locale: Locale, word: Word): string {
  if (lines.length === 0) return `<p>${escapeHtml(word(WORDS.none))}</p>`;
  const isLong = lines.some((line) => line.round > 1);
  const head = [WORDS.who, WORDS.decision, WORDS.when, WORDS.waited, WORDS.comment]
    .map((text) => `<th scope="col">${escapeHtml(word(text))}</th>`)
    .join("");
  const body: string[] = [];
  let above = "";
  for (const line of lines) {
    const group = isLong ? `${line.step} · ${word(WORDS.round)} ${line.round}` : line.step;
    if (group !== above) body.push(`<tr class="group"><th colspan="5" scope="colgroup">${escapeHtml(group)}</th></tr>`);
    above = group;
    const last = Math.max(...lines.filter((one) => one.step === line.step).map((one) => one.round));
    body.push(lineHtml(line, { locale, word, isSuperseded: line.round < last }));
  }
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

interface LineWords {
  readonly locale: Locale;
  readonly word: Word;
  /** A later round of the same approval decided anew. */
  readonly isSuperseded: boolean;
}

function lineHtml(line: SheetLine, { locale, word, isSuperseded }: LineWords): string {
  const who = [
    line.isSkipped ? "" : `<strong>${escapeHtml(line.name ?? word(WORDS.clock))}</strong>`,
    line.position === null ? "" : `<br><span class="quiet">${escapeHtml(line.position)}</span>`,
    line.onBehalfOf === null
      ? ""
      : `<br><span class="quiet">${escapeHtml(`${word(WORDS.behalf)} ${line.onBehalfOf}`)}</span>`,
    ...line.notes.map((note) => `${line.isSkipped ? "" : "<br>"}<span class="note">${escapeHtml(note)}</span>`),
  ].join("");
  const uncounted = isSuperseded ? WORDS.earlierRound : WORDS.takenBack;
  const done = line.isSkipped ? word(WORDS.skipped) : line.done;
  const isPlain = line.counts || (line.isSkipped && !isSuperseded);
  const decision = `${escapeHtml(done)}${isPlain ? "" : `<br><span class="note">${escapeHtml(word(uncounted))}</span>`}`;
  const working = waitingText(line.workingMs, locale);
  const all = waitingText(line.waitedMs, locale);
  const waited = line.isSkipped
    ? ""
    : working === all
      ? escapeHtml(all)
      : `${escapeHtml(all)}<br><span class="quiet">${escapeHtml(`${working} ${word(WORDS.working)}`)}</span>`;
  const look = isPlain ? "" : ` class="${isSuperseded ? "past" : "void"}"`;
  const comment = escapeHtml(line.comment ?? "").replaceAll("\n", "<br>");
  return `<tr${look}><td>${who}</td><td>${decision}</td><td>${escapeHtml(shown(line.at))}</td><td>${waited}</td><td>${comment}</td></tr>`;
}

/** `2026-11-20T10:00:00+03:00` → `20.11.2026 10:00`: the text is in the company's zone already. */
function shown(iso: string): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso);
  return found ? `${found[3]}.${found[2]}.${found[1]} ${found[4]}` : iso;
}
