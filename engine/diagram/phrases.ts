import type { Rung } from "../definition/model.ts";
import type { NodeKind } from "./graph.ts";

/** Everything a diagram says that is not in the file. */
export interface Phrases {
  readonly kind: Readonly<Record<NodeKind, string>>;
  readonly requester: string;
  readonly assignee: string;
  readonly responsible: string;
  groups(titles: readonly string[]): string;
  each(title: string): string;
  nextOf(title: string): string;
  headOf(title: string): string;
  managerOf(name: string): string;
  byTable(table: string): string;
  whoDecided(task: string): string;
  readonly inTurn: string;
  readonly atOnce: string;
  readonly completeAny: string;
  quorum(count: string): string;
  percent(percent: string): string;
  action(action: Rung["action"], what: string): string;
  repeat(every: string): string;
  readonly untilTop: string;
  timeoutOutcome(after: string, outcome: string): string;
  timeout(after: string): string;
  readonly otherwise: string;
  except(outcome: string): string;
  present(name: string): string;
  absent(name: string): string;
  stage(kind: "first" | "open" | "won" | "lost", negated: boolean): string;
  until(condition: string): string;
  event(type: string): string;
  readonly unreachable: string;
  rework(fields: string): string;
  reworkMax(max: number): string;
  readonly reworkLabel: string;
  eachOf(list: string): string;
  readonly anyBranch: string;
  errors(codes: readonly string[]): string;
  readonly anyError: string;
  readonly created: string;
  readonly updated: string;
  readonly deleted: string;
  readonly letter: string;
  forEach(list: string): string;
  every(duration: string): string;
  where(condition: string): string;
  readonly incident: string;
}

/** The genitive of the people who have no name. */
const RU_OF: Readonly<Record<string, string>> = {
  инициатор: "инициатора",
  исполнитель: "исполнителя",
  ответственный: "ответственного",
};

const RU: Phrases = {
  kind: {
    set: "Запомнить",
    call: "Действие",
    notify: "Сообщение",
    userTask: "Задание",
    approval: "Согласование",
    decision: "Таблица решений",
    switch: "Выбор",
    for: "Для каждого",
    fork: "Одновременно",
    do: "Блок",
    wait: "Ожидание",
    listen: "Ожидание события",
    emit: "Событие",
    record: "Запись в реестр",
    document: "Документ",
    run: "Другой процесс",
    try: "С обработкой ошибок",
    raise: "Ошибка",
    form: "Форма",
    event: "Событие",
    letter: "Письмо",
    message: "Внешний вызов",
    schedule: "Расписание",
    rework: "Доработка",
  },
  requester: "инициатор",
  assignee: "исполнитель",
  responsible: "ответственный",
  groups: (titles) => `${titles.length > 1 ? "группы" : "группа"} ${titles.map((title) => `«${title}»`).join(", ")}`,
  each: (title) => `каждый из группы «${title}»`,
  nextOf: (title) => `по очереди из группы «${title}»`,
  headOf: (title) => `руководитель отдела «${title}»`,
  managerOf: (name) => (RU_OF[name] ? `руководитель ${RU_OF[name]}` : `руководитель: ${name}`),
  byTable: (table) => `по таблице «${table}»`,
  whoDecided: (task) => `кто решил «${task}»`,
  inTurn: "по очереди",
  atOnce: "одновременно",
  completeAny: "достаточно одного",
  quorum: (count) => `голосов: ${count}`,
  percent: (percent) => `голосов: ${percent} %`,
  action: (action, what) => {
    switch (action) {
      case "remind":
        return "напомнить";
      case "notify":
        return `сообщить: ${what}`;
      case "offer":
        return `подключить: ${what}`;
      case "reassign":
        return `передать: ${what}`;
      case "outcome":
        return `само решится: ${what}`;
    }
  },
  repeat: (every) => `, повтор: ${every}`,
  untilTop: ", и так до верха",
  timeoutOutcome: (after, outcome) => `${after} — само решится: ${outcome}`,
  timeout: (after) => `время вышло: ${after}`,
  otherwise: "иначе",
  except: (outcome) => `не «${outcome}»`,
  present: (name) => `есть: ${name}`,
  absent: (name) => `нет: ${name}`,
  stage: (kind, negated) => {
    const words = { first: "первая", open: "рабочая", won: "успешная", lost: "проигранная" };
    return `стадия ${negated ? "не " : ""}${words[kind]}`;
  },
  until: (condition) => `до тех пор, пока не: ${condition}`,
  event: (type) => `придёт событие ${type}`,
  unreachable: "не дошло — задание ответственному",
  rework: (fields) => (fields ? `Исправить: ${fields}` : "Исправить и отправить снова"),
  reworkMax: (max) => `не больше ${max} раз`,
  reworkLabel: "на доработку",
  eachOf: (list) => `из: ${list}`,
  anyBranch: "до первой готовой ветви",
  errors: (codes) => `ошибка: ${codes.join(", ")}`,
  anyError: "любая ошибка",
  created: "создание",
  updated: "изменение",
  deleted: "удаление",
  letter: "Пришло письмо",
  forEach: (list) => `для каждого: ${list}`,
  every: (duration) => `Раз в ${duration}`,
  where: (condition) => `когда ${condition}`,
  incident: "сбой",
};

const EN: Phrases = {
  kind: {
    set: "Remember",
    call: "Operation",
    notify: "Message",
    userTask: "Task",
    approval: "Approval",
    decision: "Decision table",
    switch: "Choice",
    for: "For each",
    fork: "In parallel",
    do: "Block",
    wait: "Wait",
    listen: "Wait for an event",
    emit: "Event",
    record: "Registry row",
    document: "Document",
    run: "Another process",
    try: "With error handling",
    raise: "Error",
    form: "Form",
    event: "Event",
    letter: "Letter",
    message: "Outside call",
    schedule: "Schedule",
    rework: "Rework",
  },
  requester: "requester",
  assignee: "assignee",
  responsible: "responsible",
  groups: (titles) => `${titles.length > 1 ? "groups" : "group"} ${titles.map((title) => `"${title}"`).join(", ")}`,
  each: (title) => `each of group "${title}"`,
  nextOf: (title) => `in turn out of group "${title}"`,
  headOf: (title) => `head of department "${title}"`,
  managerOf: (name) => `manager of ${name}`,
  byTable: (table) => `by table "${table}"`,
  whoDecided: (task) => `who decided "${task}"`,
  inTurn: "in turn",
  atOnce: "at once",
  completeAny: "one is enough",
  quorum: (count) => `${count} votes`,
  percent: (percent) => `${percent} % of votes`,
  action: (action, what) => {
    switch (action) {
      case "remind":
        return "remind";
      case "notify":
        return `tell ${what}`;
      case "offer":
        return `offer to ${what}`;
      case "reassign":
        return `hand over to ${what}`;
      case "outcome":
        return `decides itself: ${what}`;
    }
  },
  repeat: (every) => `, again every ${every}`,
  untilTop: ", and so on to the top",
  timeoutOutcome: (after, outcome) => `${after}: decides itself: ${outcome}`,
  timeout: (after) => `time is up: ${after}`,
  otherwise: "otherwise",
  except: (outcome) => `not "${outcome}"`,
  present: (name) => `${name} is there`,
  absent: (name) => `${name} is missing`,
  stage: (kind, negated) => `the stage is ${negated ? "not " : ""}${kind}`,
  until: (condition) => `until ${condition}`,
  event: (type) => `the event ${type} comes`,
  unreachable: "not delivered: task for the responsible person",
  rework: (fields) => (fields ? `Mend: ${fields}` : "Mend and send again"),
  reworkMax: (max) => `at most ${max} times`,
  reworkLabel: "send back",
  eachOf: (list) => `of ${list}`,
  anyBranch: "until the first branch is ready",
  errors: (codes) => `error: ${codes.join(", ")}`,
  anyError: "any error",
  created: "created",
  updated: "changed",
  deleted: "deleted",
  letter: "A letter came",
  forEach: (list) => `for each: ${list}`,
  every: (duration) => `Every ${duration}`,
  where: (condition) => `when ${condition}`,
  incident: "incident",
};

export const PHRASES: Readonly<Record<"ru" | "en", Phrases>> = { ru: RU, en: EN };
