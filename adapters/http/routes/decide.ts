import { createHash } from "node:crypto";
import Type from "typebox";
import { type CommandId, id, type TaskId } from "../../../engine/base/ids.ts";
import type { Viewer } from "../../accounts/viewer.ts";
import { taskAddress } from "../../task-address.ts";
import { actOnTask } from "../act-on-task.ts";
import { type Call, Reply, route } from "../api-route.ts";
import { formMark, isFormMark, readForm, type SentForm, valuesOf } from "../decision-form.ts";
import { type DecisionPage, decisionPage, recallText, wordPage } from "../decision-page.ts";
import { DECISION_STYLE } from "../decision-style.ts";
import { statusOf } from "../error-status.ts";
import { fileAddress, fileAt } from "../file-address.ts";
import { choiceRows } from "../form-field.ts";
import { notFound, Problem } from "../problem.ts";
import { shownTask } from "../seen-task.ts";
import { servedFile } from "../served-file.ts";
import { fieldsOfTask } from "../task-fields.ts";
import { taskPage } from "../task-page.ts";

const TOKEN = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) });
const FORM_BYTES_MAX = 256 * 1024;
const PAGE_TYPE = "text/html; charset=utf-8";
/** Nothing of the link reaches another site, and no robot keeps the page. */
const HEADERS = { "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow" };

type Asked = Call<{ readonly token: string }, unknown, unknown>;

/** Pages behind links in letters. A link shows; only a form that was sent decides. */
export const DECIDE_ROUTES = [
  route({
    method: "GET",
    path: "/decide/style.css",
    area: "tasks",
    summary: { ru: "Вид страниц решения.", en: "How decision pages look." },
    permission: "public",
    type: "text/css; charset=utf-8",
    handle: async () => new Reply(DECISION_STYLE, { headers: { "cache-control": "public, max-age=3600" } }),
  }),
  route({
    method: "GET",
    path: "/decide/:token",
    area: "tasks",
    summary: {
      ru: "Страница решения по ссылке из письма; ничего не меняет.",
      en: "The page behind a letter's link; it changes nothing.",
    },
    permission: "public",
    params: TOKEN,
    type: PAGE_TYPE,
    async handle(call) {
      return shown(call, { comment: "", typed: {}, isMine: false }, null);
    },
  }),
  route({
    method: "GET",
    path: "/decide/:token/files/:file",
    area: "tasks",
    summary: {
      ru: "Файл задания по ссылке из письма, пока оно открыто.",
      en: "A file of the task behind a letter's link, while it is open.",
    },
    permission: "public",
    params: Type.Object({ ...TOKEN.properties, file: Type.String({ minLength: 1, maxLength: 3_000 }) }),
    type: "application/octet-stream",
    async handle(call) {
      const { service, params } = call;
      const link = await service.accounts.viewerOfLink(params.token);
      const task = link === null ? null : await taskOf(call, link);
      const reference = fileAt(params.file);
      // Dies with the task, as the page does; what the task does not name is not there.
      const isNamed = task?.settled === null && task.files.some(({ id: named }) => named === reference);
      const file = isNamed && reference !== null ? await service.files.get(reference) : null;
      if (file === null) throw notFound({ ru: "Такого файла нет", en: "There is no such file" });
      return servedFile(file, HEADERS);
    },
  }),
  route({
    method: "POST",
    path: "/decide/:token",
    area: "tasks",
    summary: { ru: "Решить со страницы из письма.", en: "Decide from the page behind a letter's link." },
    permission: "public",
    params: TOKEN,
    type: PAGE_TYPE,
    bytesMax: FORM_BYTES_MAX,
    async handle(call) {
      const link = await call.service.accounts.viewerOfLink(call.params.token);
      if (link === null) return deadLink(call);
      const form = readForm(call.bytes);
      try {
        await decided(call, link, form);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return shown(call, form, error);
      }
      return new Reply("", { status: 303, headers: { ...HEADERS, location: `/decide/${call.params.token}` } });
    },
  }),
] as const;

interface Link {
  readonly task: TaskId;
  readonly viewer: Viewer;
}

/** @throws {Problem} what keeps it from being done */
async function decided(call: Asked, { task, viewer }: Link, form: SentForm): Promise<void> {
  const { token } = call.params;
  if (!isFormMark(token, form.mark)) throw withoutMark();
  const page = await taskOf(call, { task, viewer });
  if (page.settled === null && !form.isMine) throw withoutWord();
  const command = `mail-${createHash("sha256").update(form.mark).digest("hex").slice(0, 32)}`;
  await actOnTask({ service: call.service, viewer, locale: call.locale }, id<CommandId>(command), {
    ...{ kind: "complete", task, outcome: form.outcome === "" ? null : form.outcome },
    form: valuesOf(page.form, form.typed),
    comment: form.comment.trim() === "" ? null : form.comment,
  });
}

/** The page as it is now, with what was typed and what is wrong with it. */
async function shown(
  call: Asked,
  typed: Pick<SentForm, "comment" | "typed" | "isMine">,
  problem: Problem | null,
): Promise<Reply<string>> {
  const { service, params, locale } = call;
  const link = await service.accounts.viewerOfLink(params.token);
  if (link === null) return deadLink(call);
  const { viewer } = link;
  let task: DecisionPage["task"];
  try {
    task = await taskOf(call, link);
  } catch (error) {
    if (error instanceof Problem && error.code === "NOT_FOUND") return deadLink(call);
    throw error;
  }
  if (task.settled !== null) return closed(call, task, link);
  const page = decisionPage({
    ...{ task, locale, mark: formMark(params.token), reader: viewer.name ?? viewer.user },
    ...{ comment: typed.comment, typed: typed.typed, isMine: typed.isMine },
    console: consoleOf(call, link.task),
    fileAddress: (reference) => `/decide/${params.token}/files/${fileAddress(reference)}`,
    errors: Object.fromEntries(Object.entries(problem?.fields ?? {}).map(([name, text]) => [name, text[locale]])),
    problem: problem === null ? null : { title: problem.says[locale], remedy: problem.remedy[locale] },
  });
  return new Reply(page, { status: problem === null ? 200 : statusOf(problem.code), headers: HEADERS });
}

function consoleOf({ service }: Pick<Asked, "service">, task: TaskId): string {
  return `${service.address ?? ""}/tasks/${taskAddress(task)}`;
}

async function taskOf(
  { service, locale }: Pick<Asked, "service" | "locale">,
  { task: name, viewer }: Link,
): Promise<DecisionPage["task"]> {
  const { shown: instance, task } = await shownTask({ service, viewer, params: { task: taskAddress(name) } });
  const fields = fieldsOfTask(instance, task).map(({ field }) => field);
  const rows = await choiceRows(service.assembled, instance.catalog, fields);
  const people = await service.useCases.people();
  const now = service.useCases.now();
  return taskPage({ shown: instance, task, user: viewer.user, people, now, locale, rows });
}

/** What became of the task: one's own decision in words, of another's only that there is one. */
function closed(call: Asked, { settled, title, can }: DecisionPage["task"], { viewer, task }: Link): Reply<string> {
  const { locale } = call;
  const isOwn = settled?.by?.id === viewer.user;
  const words = CLOSED[locale];
  const text = isOwn
    ? [title, settled?.text ?? "", ...(can.recall ? [recallText(locale)] : [])]
    : [settled?.by === null ? words.over : words.decided, words.nothing];
  return new Reply(wordPage(isOwn ? words.own : words.title, text, locale, isOwn ? consoleOf(call, task) : null), {
    headers: HEADERS,
  });
}

function deadLink({ locale }: Asked): Reply<string> {
  const { title, text } = DEAD[locale];
  return new Reply(wordPage(title, text, locale), { status: 404, headers: HEADERS });
}

function withoutMark(): Problem {
  return new Problem("TOKEN_MISSING", {
    says: {
      ru: "Решение не записано: страница устарела.",
      en: "The decision was not recorded: the page is out of date.",
    },
    remedy: { ru: "Проверьте, что выбрано, и нажмите ещё раз.", en: "Check what you chose, and press again." },
  });
}

/** Robots that look letters over press buttons, too: none of them says that it is the person. */
function withoutWord(): Problem {
  const says = { ru: "Отметьте, что решаете вы.", en: "Tick that it is you who decides." };
  return new Problem("FORM_INVALID", {
    says: { ru: "Решение не записано.", en: "The decision was not recorded." },
    remedy: says,
    fields: { mine: says },
  });
}

const CLOSED = {
  ru: {
    own: "Ваше решение записано",
    title: "Задание закрыто",
    decided: "Решение по нему уже принято.",
    over: "Оно больше не нужно.",
    nothing: "Делать ничего не нужно. Подробности — в консоли.",
  },
  en: {
    own: "Your decision is recorded",
    title: "The task is closed",
    decided: "It has been decided already.",
    over: "It is not needed any more.",
    nothing: "There is nothing to do. Details are in the console.",
  },
} as const;

const DEAD = {
  ru: {
    title: "Ссылка не действует",
    text: ["Она устарела, или письмо было не вам.", "Откройте задание в консоли: там видно всё, что ждёт вас."],
  },
  en: {
    title: "The link does not hold",
    text: [
      "It is out of date, or the letter was not for you.",
      "Open the task in the console: all that waits for you is there.",
    ],
  },
} as const;
