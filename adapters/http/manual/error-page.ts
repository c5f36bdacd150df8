import type { Locale, Text } from "../../../engine/definition/problem.ts";
import { escapeHtml } from "../../../engine/document/escape-html.ts";
import { INCIDENT_CODES } from "../../../engine/instance/incident-codes.ts";
import { REJECTIONS } from "../../../engine/instance/reject.ts";
import { API_CODES } from "./api-codes.ts";
import type { ManualPage } from "./manual.ts";

/** Id of the page: the `type` of every problem points there. */
export const ERROR_PAGE = "errors";

/** Every code with what it means and what to do; each row has its code as id. */
export function errorPage(locale: Locale): ManualPage {
  const title = WORDS.title[locale];
  const rejections = Object.entries(REJECTIONS).map(
    ([code, { reason, remedy }]): Row => [code, { ru: `${reason.ru} ${remedy.ru}`, en: `${reason.en} ${remedy.en}` }],
  );
  const html = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(WORDS.about[locale])}</p>`,
    table(WORDS.rejections[locale], rejections, locale),
    table(WORDS.api[locale], Object.entries(API_CODES), locale),
    table(WORDS.incidents[locale], Object.entries(INCIDENT_CODES), locale),
  ].join("\n");
  return { page: ERROR_PAGE, title, part: "guide", html, locale };
}

/** The page's title, for the list. */
export function errorPageTitle(locale: Locale): string {
  return WORDS.title[locale];
}

type Row = readonly [code: string, text: Text];

function table(title: string, rows: readonly Row[], locale: Locale): string {
  const known = rows.map(
    ([code, text]) => `<tr id="${code}"><td><code>${code}</code></td><td>${escapeHtml(text[locale])}</td></tr>`,
  );
  const head = `<tr><th>${WORDS.code[locale]}</th><th>${WORDS.meaning[locale]}</th></tr>`;
  return `<h2>${escapeHtml(title)}</h2>\n<div class="manual-table"><table><thead>${head}</thead><tbody>${known.join("")}</tbody></table></div>`;
}

const WORDS = {
  title: { ru: "Коды отказов и сбоев", en: "Codes of refusals and incidents" },
  about: {
    ru: "Код стоит в каждом отказе и в каждом сбое. Здесь — что он значит и что делать.",
    en: "Every refusal and every incident bears a code. Here is what it means, and what to do.",
  },
  rejections: { ru: "Действие нельзя выполнить", en: "What you asked for cannot be done" },
  api: { ru: "Вход, формы, учётные записи, отсутствия", en: "Signing in, forms, accounts, absences" },
  incidents: { ru: "Сбой: процесс ждёт человека", en: "An incident: the process needs a person" },
  code: { ru: "Код", en: "Code" },
  meaning: { ru: "Что значит и что делать", en: "What it means, and what to do" },
} as const satisfies Readonly<Record<string, Text>>;
