import { choice, FLAG, key, listOf, map, mapOf, ref, type Schema, TEXT, words } from "./schema.ts";

/** What a user task and an approval have in common. */
export const COMMON_TASK_KEYS: Readonly<Record<string, Schema>> = {
  notBy: key(
    "Кто решать не может (четыре глаза).",
    "Who may not decide (four eyes).",
    ["requester"],
    ref("principals"),
  ),
  ifExcluded: key(
    "Если решать некому из-за notBy: начальник, пропустить или сбой.",
    "Where notBy leaves nobody: the manager, skip, or an incident.",
    "manager",
    words("manager", "skip", "incident"),
  ),
  about: key("О какой записи задание.", "The record the task is about.", "${ lead }", TEXT),
  facts: key(
    "Что показать решающему: выражения FEEL.",
    "What to show: FEEL expressions.",
    ["brand", "discount"],
    listOf(ref("fact"), 1),
  ),
  instructions: key("Пояснение к заданию.", "An explanation.", "Сверьте сумму с договором", TEXT),
  form: key(
    "Поля, которые заполняет человек.",
    "Fields the person fills in.",
    { manager: { type: "user", title: "Менеджер" } },
    ref("fields"),
  ),
  outcomes: key(
    "Исходы: слово — кнопка.",
    "Outcomes: word and button.",
    { paid: "Оплачен", problem: "Не могу оплатить" },
    ref("outcomes"),
  ),
  priority: key("Важность: больше — важнее.", "Priority: larger is more urgent.", 50, ref("priority")),
  dueDate: key("К какому сроку (только показывается).", "Due date (shown only).", { businessDays: 2 }, ref("when")),
  followUpDate: key("Когда вернуться к заданию.", "When to look at it again.", { businessDays: 1 }, ref("when")),
  escalation: key(
    "Лестница: что делать, если человек молчит.",
    "The ladder: what happens if nobody acts.",
    [{ after: { businessDays: 1 }, action: "remind" }],
    ref("ladder"),
  ),
  allow: key(
    "Что ещё можно с заданием.",
    "What else may be done with the task.",
    ["delegate", "ask-for-info"],
    listOf(words("delegate", "reassign", "add-approver", "ask-for-info", "recall", "withdraw"), 1),
  ),
  pauseClock: key(
    "Останавливать ли часы, пока ждут ответа на вопрос.",
    "Does the clock stop while a question is open?",
    true,
    FLAG,
  ),
  commentRequired: key(
    "При каких исходах нужен комментарий.",
    "Outcomes that need a comment.",
    ["reject"],
    ref("commentRequired"),
  ),
};

/** What only a user task has. */
export const USER_TASK_KEYS: Readonly<Record<string, Schema>> = {
  assignee: key("Кому поручено.", "Who has it.", { headOf: "client" }, ref("principal")),
  candidateUsers: key("Кто может взять.", "Who may take it.", ["manager-1", "manager-2"], ref("principals")),
  candidateGroups: key(
    "Группы, из которых можно взять.",
    "Groups whose members may take it.",
    ["accountants"],
    ref("names"),
  ),
  edit: key(
    "Входные данные процесса, которые можно поправить.",
    "Inputs of the process that may be changed.",
    ["files"],
    listOf(TEXT, 1),
  ),
};

/** What only an approval has. */
export const APPROVAL_KEYS: Readonly<Record<string, Schema>> = {
  approvers: key(
    "Согласующие: список людей.",
    "The approvers: a list of people.",
    [{ headOf: "sales" }, { group: "executive-director" }],
    ref("principals"),
  ),
  order: key(
    "По очереди или все сразу.",
    "One after another or all at once.",
    "sequential",
    words("sequential", "parallel"),
  ),
  complete: key(
    "Сколько согласий нужно: all, any, { quorum: n } или { percent: p }.",
    "How many must agree: all, any, { quorum: n } or { percent: p }.",
    { quorum: 2 },
    ref("complete"),
  ),
  veto: key("Чей отказ решает сразу.", "Whose refusal ends it at once.", [{ group: "director" }], ref("principals")),
  rework: key(
    "Возврат на доработку: что поправить и откуда продолжить.",
    "Sending back: what to change and where to go on.",
    { edit: ["discount"], from: "route", max: 3 },
    ref("rework"),
  ),
};

/** What the keys above refer to. */
export const TASK_DEFS: Readonly<Record<string, Schema>> = {
  fact: choice(
    { ru: "выражение FEEL или { название: выражение }", en: "a FEEL expression, or { title: expression }" },
    { when: "text", then: TEXT },
    { when: "map", then: { ...mapOf(ref("feel")), minProperties: 1, maxProperties: 1 } },
  ),
  priority: choice(
    { ru: "целое число или ${ выражение }", en: "a whole number or ${ an expression }" },
    { when: "number", then: { type: "integer" } },
    { when: "text", then: { type: "string", pattern: "^\\$\\{.*\\}$" } },
  ),
  commentRequired: choice(
    { ru: "true, false или список исходов", en: "true, false or a list of outcomes" },
    { when: "boolean", then: FLAG },
    { when: "list", then: listOf(TEXT, 1) },
  ),
  complete: choice(
    { ru: "all, any, { quorum: 2 } или { percent: 60 }", en: "all, any, { quorum: 2 } or { percent: 60 }" },
    { when: "text", then: words("all", "any") },
    {
      when: "map",
      then: {
        ...map({
          quorum: key("Сколько согласующих должно согласиться.", "How many approvers must agree.", 2, ref("share")),
          percent: key(
            "Какая доля согласующих, в процентах.",
            "What share of the approvers, in percent.",
            60,
            ref("share"),
          ),
        }),
        minProperties: 1,
        maxProperties: 1,
      },
    },
  ),
  share: choice(
    { ru: "число больше нуля или ${ выражение }", en: "a number above zero or ${ an expression }" },
    { when: "number", then: { type: "number", exclusiveMinimum: 0 } },
    { when: "text", then: { type: "string", pattern: "^\\$\\{.*\\}$" } },
  ),
  rework: map(
    {
      edit: key(
        "Входные данные, которые автор поправит.",
        "Inputs the requester may change.",
        ["discount", "files"],
        listOf(TEXT, 1),
      ),
      from: key("С какого шага продолжить.", "The step to go on from.", "route", ref("then")),
      max: key("Сколько раз можно вернуть.", "How many times it may be sent back.", 3, { type: "integer", minimum: 1 }),
      escalation: key(
        "Лестница для автора.",
        "The ladder of the requester.",
        [{ after: { businessDays: 2 }, action: "remind" }],
        ref("ladder"),
      ),
    },
    ["edit", "from"],
  ),
};
