import type { TaskId } from "../base/ids.ts";
import type { Answer, Command, RejectionCode } from "./command.ts";
import type { Run } from "./run.ts";
import type { Note } from "./state.ts";

/** Why a person's command cannot be done. Thrown inside the core, caught by `decide`; nothing of the command remains. */
export class Rejected extends Error {
  override readonly name = "Rejected";
  readonly code: RejectionCode;
  readonly fields: Readonly<Record<string, Note>>;
  /** What the reason adds: names, values. */
  readonly detail: Note | null;
  constructor(code: RejectionCode, detail: Note | null = null, fields: Readonly<Record<string, Note>> = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.fields = fields;
  }
}

interface Words {
  readonly reason: Note;
  readonly remedy: Note;
}

/** One table: what each rejection says and what to do about it. */
export const REJECTIONS: Readonly<Record<RejectionCode, Words>> = {
  INSTANCE_NOT_FOUND: {
    reason: { ru: "Такого процесса нет.", en: "There is no such instance." },
    remedy: {
      ru: "Проверьте номер или откройте список процессов.",
      en: "Check the id, or list the instances.",
    },
  },
  TASK_NOT_OPEN: {
    reason: { ru: "Задание уже закрыто.", en: "The task is closed already." },
    remedy: {
      ru: "Обновите список заданий: решение принято или больше не нужно.",
      en: "Refresh the task list: it was decided, or is not wanted any more.",
    },
  },
  INSTANCE_SUSPENDED: {
    reason: { ru: "Процесс приостановлен.", en: "The instance is suspended." },
    remedy: {
      ru: "Дождитесь, пока администратор его продолжит.",
      en: "Wait until an administrator resumes it.",
    },
  },
  EXCLUDED: {
    reason: {
      ru: "Правило четырёх глаз: этот сотрудник здесь решать не может.",
      en: "Four eyes: this person may not decide here.",
    },
    remedy: { ru: "Решить должен кто-то другой.", en: "Somebody else has to decide." },
  },
  NOT_ALLOWED: {
    reason: {
      ru: "Это задание не ваше: вы не исполнитель, не кандидат и не замещающий.",
      en: "The task is not yours: you are neither assignee nor candidate nor substitute.",
    },
    remedy: {
      ru: "Попросите исполнителя поручить или передать его вам.",
      en: "Ask the assignee to delegate or reassign it to you.",
    },
  },
  NOT_PERMITTED_HERE: {
    reason: { ru: "Файл процесса этого здесь не разрешает (allow).", en: "The process file does not allow it here." },
    remedy: {
      ru: "Если это нужно, попросите аналитика добавить право в allow.",
      en: "If it is wanted, ask the analyst to add it to allow.",
    },
  },
  NOT_EDITABLE: {
    reason: {
      ru: "Данные этого шага так изменить нельзя.",
      en: "The input of this step cannot be edited like that.",
    },
    remedy: {
      ru: "Меняют только данные вызова, в котором внешняя система точно отказала. Иначе исправьте причину и повторите.",
      en: "Only a call that was certainly refused can be given something else. Mend the cause and retry instead.",
    },
  },
  ALREADY_CLAIMED: {
    reason: { ru: "Задание уже взял другой сотрудник.", en: "Somebody else has claimed the task." },
    remedy: { ru: "Попросите его вернуть задание в очередь.", en: "Ask him to unclaim it." },
  },
  UNKNOWN_OUTCOME: {
    reason: { ru: "Такого ответа у задания нет.", en: "The task has no such outcome." },
    remedy: { ru: "Выберите один из предложенных ответов.", en: "Choose one of its outcomes." },
  },
  FORM_INVALID: {
    reason: { ru: "Форма заполнена неверно.", en: "The form is not filled in correctly." },
    remedy: { ru: "Исправьте названные поля.", en: "Mend the fields named." },
  },
  COMMENT_REQUIRED: {
    reason: { ru: "К этому ответу нужен комментарий.", en: "This outcome needs a comment." },
    remedy: { ru: "Напишите, почему.", en: "Say why." },
  },
  TOO_LATE: {
    reason: { ru: "Поздно: следующий уже решил.", en: "Too late: the next one has decided." },
    remedy: {
      ru: "Договоритесь с тем, кто решает сейчас, или отзовите процесс.",
      en: "Talk to who decides now, or withdraw the process.",
    },
  },
  INSTANCE_ENDED: {
    reason: { ru: "Процесс уже завершён.", en: "The instance has ended." },
    remedy: { ru: "Начните новый, если нужно.", en: "Start a new one if it is wanted." },
  },
  INCIDENT_NOT_OPEN: {
    reason: { ru: "Такого открытого сбоя нет.", en: "There is no such open incident." },
    remedy: { ru: "Обновите список сбоев.", en: "Refresh the list of incidents." },
  },
  USER_NOT_FOUND: {
    reason: { ru: "Такого сотрудника нет или он больше не работает.", en: "There is no such person, or he has left." },
    remedy: { ru: "Выберите сотрудника из справочника.", en: "Choose a person of the directory." },
  },
  MIGRATION_REFUSED: {
    reason: {
      ru: "Перевести процесс на новую версию нельзя.",
      en: "The instance cannot move to the new version.",
    },
    remedy: {
      ru: "Пусть идёт по своей версии до конца, или измените новую версию, или пройдите названный шаг и повторите.",
      en: "Let it end on its own version, or change the new one, or get past the step named and try again.",
    },
  },
  STALE: {
    reason: { ru: "Этого уже не ждут.", en: "Nobody is waiting for this any more." },
    remedy: { ru: "Ничего делать не нужно.", en: "Nothing needs doing." },
  },
};

/** The refusal as an answer. A person's is kept in the history of an instance that lives; the engine's own is not. */
export function rejection(run: Run | null, command: Command, refused: Rejected): Answer {
  const words = REJECTIONS[refused.code];
  const reason =
    refused.detail === null
      ? words.reason
      : { ru: `${words.reason.ru} ${refused.detail.ru}`, en: `${words.reason.en} ${refused.detail.en}` };
  if (run !== null && command.by !== null && run.instance.endedAt === null) {
    const task: TaskId | null = "task" in command ? command.task : null;
    const step = task === null ? null : (run.instance.tasks[task]?.step ?? null);
    run.emit({ kind: "commandRejected", by: command.by, step, task, what: command.kind, code: refused.code, reason });
  }
  return {
    kind: "rejected",
    code: refused.code,
    reason,
    remedy: words.remedy,
    fields: refused.fields,
    events: run?.events ?? [],
    instance: run?.started ?? null,
  };
}
