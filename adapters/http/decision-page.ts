import { escapeHtml as safe } from "../../engine/document/escape-html.ts";
import { isPlainField, typedOf } from "./decision-form.ts";
import type { FormFieldShown } from "./form-field.ts";
import type { TaskShown } from "./task-schemas.ts";

/** What the page is told besides the task. */
export interface DecisionPage {
  readonly task: TaskShown;
  readonly locale: "ru" | "en";
  /** Of this form. */
  readonly mark: string;
  /** Whom the link is for. */
  readonly reader: string;
  /** Has he ticked that it is he who decides? */
  readonly isMine: boolean;
  /** Where the task opens for who signs in. */
  readonly console: string;
  /** Where a file of the task is opened by this link. */
  readonly fileAddress: (reference: string) => string;
  /** What was typed and could not be sent; empty at first. */
  readonly comment: string;
  readonly typed: Readonly<Record<string, string>>;
  /** Field (or `comment`) → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>;
  /** What could not be done; null: nothing has been tried. */
  readonly problem: { readonly title: string; readonly remedy: string } | null;
}

type Words = (typeof WORDS)["ru"];

/** The page behind a link in a letter: what is asked, what it stands on, the buttons. It works without scripts. */
export function decisionPage(page: DecisionPage): string {
  const { task, locale } = page;
  const words = WORDS[locale];
  const facts = [
    ...(task.about === null ? [] : [[words.about, task.about.title] as const]),
    ...task.facts.map(({ title, text }) => [title, text] as const),
  ];
  return framed(
    task.title,
    locale,
    `<p class="quiet">${safe(task.processTitle)} № ${task.number}${task.requester === null ? "" : ` · ${words.from}: ${safe(task.requester.name)}`}</p>
<h1>${safe(task.title)}</h1>
${task.dueAt === null ? "" : `<p class="${task.isOverdue ? "late" : "quiet"}">${task.isOverdue ? words.overdue : words.due}: ${safe(moment(task.dueAt))}</p>`}
${task.instructions === null ? "" : `<p class="text">${safe(task.instructions)}</p>`}
${facts.length === 0 ? "" : `<dl>${facts.map(([title, text]) => `<div><dt>${safe(title)}</dt><dd>${safe(text)}</dd></div>`).join("")}</dl>`}
${files(page, words)}
${chain(task, words)}
${comments(task, words)}
${task.can.complete ? form(page, words) : `<p class="note">${words.notYours}</p>`}
${task.can.complete ? `<p class="quiet">${words.recall}</p>` : ""}
<p class="quiet"><a href="${safe(page.console)}">${words.console}</a></p>`,
  );
}

/** A page that says one thing: decided, closed, no such link. @param text sentences @param console where to go on */
export function wordPage(
  title: string,
  text: readonly string[],
  locale: "ru" | "en",
  console: string | null = null,
): string {
  const link = console === null ? "" : `\n<p class="quiet"><a href="${safe(console)}">${WORDS[locale].console}</a></p>`;
  return framed(
    title,
    locale,
    `<h1>${safe(title)}</h1>\n${text.map((one) => `<p class="text">${safe(one)}</p>`).join("\n")}${link}`,
  );
}

/** How a decision is taken back. */
export function recallText(locale: "ru" | "en"): string {
  return WORDS[locale].recall;
}

function framed(title: string, locale: "ru" | "en", body: string): string {
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex,nofollow">
<title>${safe(title)} · Ordo</title><link rel="stylesheet" href="/decide/style.css"></head>
<body><header>Ordo</header><main>
${body}
</main></body></html>
`;
}

function files({ task, fileAddress }: DecisionPage, words: Words): string {
  if (task.files.length === 0) return "";
  const lines = task.files.map(
    ({ id, name }) => `<li><a href="${safe(fileAddress(id))}" target="_blank" rel="noopener">${safe(name)}</a></li>`,
  );
  return `<h2>${words.files}</h2><ul class="chain">${lines.join("")}</ul>`;
}

function chain({ seats }: TaskShown, words: Words): string {
  if (seats.length === 0) return "";
  const lines = seats.map(({ who, people, status, isThis, decision }) => {
    const name = decision?.by?.name ?? (people.map((one) => one.text).join(", ") || who);
    const said =
      decision === null
        ? words[status]
        : `${decision.word ?? ""}${decision.comment === null ? "" : ` — «${decision.comment}»`}`;
    return `<li${isThis ? ' aria-current="step"' : ""}><strong>${safe(name)}</strong> ${safe(said)}</li>`;
  });
  return `<h2>${words.chain}</h2><ol class="chain">${lines.join("")}</ol>`;
}

function comments({ comments: all }: TaskShown, words: Words): string {
  if (all.length === 0) return "";
  const lines = all.map(
    ({ by, text }) => `<li><strong>${safe(by.name)}</strong> <span class="text">${safe(text)}</span></li>`,
  );
  return `<h2>${words.comments}</h2><ul class="chain">${lines.join("")}</ul>`;
}

/** The first button is one that does nothing: Enter in a field decides nothing. */
function form(page: DecisionPage, words: Words): string {
  const { task, mark, problem, errors, comment } = page;
  const hard = task.form.filter((field) => !isPlainField(field));
  const open = task.outcomes.filter(({ needs }) => !hard.some((field) => field.required || needs.includes(field.name)));
  if (open.length === 0) return `<p class="note">${words.inConsole}</p>`;
  const needing = open.filter(({ needsComment }) => needsComment).map(({ title }) => `«${title}»`);
  const label = task.purpose === "info" ? words.answer : words.comment;
  const hint = needing.length === 0 ? "" : `<small>${words.neededFor}: ${safe(needing.join(", "))}</small>`;
  return `<form method="post" accept-charset="utf-8">
<button type="submit" disabled hidden></button>
<input type="hidden" name="mark" value="${safe(mark)}">
${problem === null ? "" : `<p class="error" role="alert"><strong>${safe(problem.title)}</strong> ${safe(problem.remedy)}</p>`}
${task.onBehalfOf === null ? "" : `<p class="note">${words.standsIn}: ${safe(task.onBehalfOf.name)}</p>`}
${task.form
  .filter(isPlainField)
  .map((field) => input(field, page))
  .join("\n")}
<label for="comment">${label}</label>${hint}
<textarea id="comment" name="comment" rows="3" maxlength="20000"${invalid("comment", errors)}>${safe(comment)}</textarea>${wrong("comment", errors)}
<label class="check mine"><input type="checkbox" name="mine" value="yes" required${page.isMine ? " checked" : ""}${invalid("mine", errors)}> ${words.mine}: ${safe(page.reader)}</label>${wrong("mine", errors)}
<div class="buttons">${open.map(({ name, title, tone }) => `<button type="submit" name="outcome" value="${safe(name)}" class="${tone}">${safe(title)}</button>`).join("")}</div>
${open.length < task.outcomes.length ? `<p class="quiet">${words.restInConsole}</p>` : ""}
</form>`;
}

function input(field: FormFieldShown, { typed, errors }: DecisionPage): string {
  const { name, title, required, help, type, choices } = field;
  const text = typed[name] ?? typedOf(field);
  const id = `field-${name}`;
  const common = `id="${safe(id)}" name="field.${safe(name)}"${invalid(name, errors)}`;
  const label = `<label for="${safe(id)}">${safe(title)}${required ? " *" : ""}</label>${help === null ? "" : `<small>${safe(help)}</small>`}`;
  const after = wrong(name, errors);
  if (type === "boolean")
    return `<label class="check"><input type="checkbox" ${common} value="yes"${text === "yes" ? " checked" : ""}> ${safe(title)}</label>${after}`;
  if (choices !== null)
    return `${label}<select ${common}><option value=""></option>${choices.map((one) => `<option value="${safe(one.value)}"${one.value === text ? " selected" : ""}>${safe(one.title)}</option>`).join("")}</select>${after}`;
  if (type === "date" || type === "dateTime")
    return `${label}<input type="${type === "date" ? "date" : "datetime-local"}" ${common} value="${safe(text)}">${after}`;
  if (type === "number" || type === "money")
    return `${label}<input type="text" inputmode="decimal" autocomplete="off" ${common} value="${safe(text)}">${after}`;
  return `${label}<textarea rows="2" maxlength="20000" ${common}>${safe(text)}</textarea>${after}`;
}

function invalid(name: string, errors: DecisionPage["errors"]): string {
  return errors[name] === undefined ? "" : ` aria-invalid="true" aria-describedby="wrong-${safe(name)}"`;
}

function wrong(name: string, errors: DecisionPage["errors"]): string {
  const text = errors[name];
  return text === undefined ? "" : `<p class="error" id="wrong-${safe(name)}">${safe(text)}</p>`;
}

/** `2026-11-30T10:15:00+03:00` → `30.11.2026 10:15`, as it stands in the zone of the process. */
function moment(iso: string): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)/.exec(iso) ?? [];
  return `${day}.${month}.${year} ${time}`;
}

const WORDS = {
  ru: {
    about: "О чём",
    from: "от",
    due: "Срок",
    overdue: "Просрочено, срок был",
    chain: "Кто согласует",
    comments: "Обсуждение",
    waiting: "ждёт своей очереди",
    sentBack: "ждёт, пока заявку доработают",
    open: "решает сейчас",
    decided: "решено",
    skipped: "пропущено",
    closed: "не понадобилось",
    comment: "Комментарий",
    answer: "Ваш ответ",
    neededFor: "Обязателен для",
    standsIn: "Вы решаете за",
    mine: "Решаю я",
    notYours: "Это задание сейчас решает другой сотрудник.",
    inConsole: "Здесь нужно заполнить то, чего нет на этой странице: решите в консоли.",
    restInConsole: "Другие решения — в консоли.",
    console: "Открыть в консоли",
    files: "Файлы",
    recall:
      "Ошиблись? Пока следующий не решил, своё решение можно вернуть в консоли: «Задания» → «Мои решения» → «Отменить решение».",
  },
  en: {
    about: "About",
    from: "from",
    due: "Due",
    overdue: "Overdue since",
    chain: "Who approves",
    comments: "Comments",
    waiting: "waits for the turn",
    sentBack: "waits until the request is sent again",
    open: "deciding now",
    decided: "decided",
    skipped: "skipped",
    closed: "not needed any more",
    comment: "Comment",
    answer: "Your answer",
    neededFor: "Needed for",
    standsIn: "You decide for",
    mine: "It is I who decide",
    notYours: "Somebody else is deciding this now.",
    inConsole: "This asks for more than this page can take: decide it in the console.",
    restInConsole: "Other decisions are in the console.",
    console: "Open in the console",
    files: "Files",
    recall:
      "A mistake? Until the next one has decided, you take your decision back in the console: Tasks → My decisions → Take the decision back.",
  },
};
