import { processFileKind } from "../../workshop/process-file.ts";
import type { ShownProblem } from "../../workshop/work-check.ts";
import type { WorkKind, Works } from "../../workshop/work-order.ts";
import type { Changes } from "../../workshop/workspace.ts";
import type { Call } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { notFound, Problem } from "../problem.ts";

type Asked = Pick<Call<unknown, unknown, unknown>, "service" | "viewer" | "locale">;

/** Files changed in one editor at most, in characters, all together. */
const CHARACTERS_MAX = 3 * 1024 * 1024;
/** Bytes of a body with files. */
export const FILES_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Has the workshop do something for the viewer.
 *
 * @param isTyped a newer call of the same viewer takes the place of one that waits: he types on
 * @throws {Problem} where it could not be done
 */
export async function worked<Kind extends WorkKind>(
  { service, viewer, locale }: Asked,
  kind: Kind,
  asked: Works[Kind]["asked"],
  isTyped = false,
): Promise<Works[Kind]["answer"]> {
  const key = isTyped ? `${viewer.user} ${viewer.session ?? ""} ${kind}` : undefined;
  const answer = await service.processes.do(kind, asked, { locale, ...(key === undefined ? {} : { key }) });
  switch (answer.kind) {
    case "done":
      return answer.answer;
    case "unknown":
      throw noProcess();
    case "complaint":
      throw new Problem("INPUT_INVALID", { says: answer.says, remedy: answer.remedy });
    case "outdated":
      throw new Problem("OUTDATED", {
        says: { ru: "Вопрос устарел: задан новый.", en: "The question is outdated: a newer one was asked." },
        remedy: { ru: "Ждите ответа на новый.", en: "Wait for the answer to the newer one." },
      });
    case "busy":
      throw new Problem("WORKSHOP_BUSY", {
        says: { ru: "Проверок сейчас слишком много.", en: "Too many checks are waiting." },
        remedy: { ru: "Повторите через несколько секунд.", en: "Try again in a few seconds." },
      });
    case "tooMuch":
      throw new Problem("TOO_MUCH_WORK", {
        says: {
          ru: "Работа остановлена: она заняла слишком много времени или памяти.",
          en: "The work was stopped: it took too much time or memory.",
        },
        remedy: {
          ru: "Упростите файл или запустите сценарии по одному.",
          en: "Make the file simpler, or run the scenarios one by one.",
        },
      });
    case "failed":
      service.logger.error("workshop: an order failed", { kind, detail: answer.error.split("\n")[1]?.trim() ?? "" });
      throw new Problem("OUR_MISTAKE", {
        says: { ru: "Внутренняя ошибка: это наша вина.", en: "Internal error: this is our mistake." },
        remedy: {
          ru: "Повторите; если повторится — скажите администратору.",
          en: "Try again; if it happens again, tell the administrator.",
        },
      });
  }
}

/** Files of a body as changes. @throws {Problem} for a path that is no file of a process, or too much text */
export function changesOf(files: readonly { readonly path: string; readonly text: string | null }[]): Changes {
  const wrong = files.find(({ path }) => processFileKind(path) === null);
  if (wrong !== undefined) throw wrongPath(wrong.path);
  const size = files.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
  if (size > CHARACTERS_MAX)
    throw new Problem("INPUT_TOO_LARGE", {
      says: { ru: "Файлы процесса слишком велики.", en: "The files of the process are too large." },
      remedy: { ru: "Всего не больше 3 МБ.", en: "At most 3 MB together." },
    });
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

/** Where no file of a process lies. */
export function wrongPath(path: string): Problem {
  const shown = path.slice(0, 80);
  return new Problem("INPUT_INVALID", {
    says: { ru: `Файла «${shown}» у процесса не бывает.`, en: `A process has no file "${shown}".` },
    remedy: {
      ru: "Файлы процесса: process.yaml, README.md и то, что лежит в decisions/, templates/ и scenarios/.",
      en: "Files of a process: process.yaml, README.md and what lies in decisions/, templates/ and scenarios/.",
    },
  });
}

/** There is no such process. */
export function noProcess(): Problem {
  return notFound({ ru: "Такого процесса нет", en: "There is no such process" });
}

/** The saved files have errors: nothing can be planned from them. */
export function unsound(problems: readonly ShownProblem[]): Problem {
  const errors = problems.filter(({ severity }) => severity === "error");
  return new Problem("FILES_UNSOUND", {
    says:
      errors.length === 0
        ? { ru: "Разворачивать нечего: процессов не найдено.", en: "There is nothing to deploy: no process was found." }
        : { ru: `В файлах есть ошибки: ${errors.length}.`, en: `The files have errors: ${errors.length}.` },
    remedy: {
      ru: "Исправьте их в редакторе и повторите.",
      en: "Mend them in the editor and try again.",
    },
    more: { problems: errors.slice(0, 100) },
  });
}

/** People by id, for `{ id, name }`. */
export async function naming(service: Service): Promise<(id: string | null) => { id: string; name: string } | null> {
  const { users } = await service.useCases.people();
  return (id) => {
    if (id === null) return null;
    const known = Object.hasOwn(users, id) ? users[id] : undefined;
    return { id, name: known?.name ?? id };
  };
}
