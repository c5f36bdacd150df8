import { byAmount, byKind, byPeople, GOOD, type TableExplanation, under } from "./table-explanation.ts";

/** What the analysis of a table finds. */
export const FINDING_EXPLANATIONS: readonly TableExplanation[] = [
  {
    code: "table-gap",
    severity: "error",
    title: { ru: "Для таких значений нет правила", en: "No rule for such values" },
    why: {
      ru: "Процесс с такими данными остановится сбоем. Показаны наименьшие значения, при которых не подходит ни одно правило; остальные входы не важны. Область значений столбца сужает domain.",
      en: "A process with such data would stop with an incident. Shown are the least values no rule matches; other inputs do not matter. A column's `domain` narrows what may come.",
    },
    wrong: byAmount(["| < 100 000 | менеджер |", "| > 100 000 | руководитель |"]),
    right: GOOD,
  },
  {
    code: "table-overlap",
    severity: "error",
    title: { ru: "Подходят два правила сразу", en: "Two rules match at once" },
    why: {
      ru: "При unique подойти может одно правило, при any — несколько согласных. Разведите границы: «(» и «)» не включают конец, «[» и «]» включают. Если важен порядок строк, напишите hitPolicy: first.",
      en: 'Under `unique` one rule may match, under `any` several that agree. Part the bounds: "(" and ")" leave an end out, "[" and "]" take it in. Where the order of rows decides, write `hitPolicy: first`.',
    },
    wrong: byAmount(["| > 100 000 | менеджер |", "| <= 1 000 000 | руководитель |"]),
    right: byAmount(["| > 1 000 000 | менеджер |", "| <= 1 000 000 | руководитель |"]),
  },
  {
    code: "table-authority-falls",
    severity: "warning",
    title: { ru: "Чем больше сумма, тем ниже решающий", en: "The larger the amount, the lower who decides" },
    why: {
      ru: "Крупное решают меньше людей или люди ниже, чем мелкое: чаще всего это описка в границах. Выше других — руководители (manager of, head of), потом названные в карточке, потом сам заявитель; группы и люди по имени сравниваются числом.",
      en: "Fewer or lower people decide the large than the small: mostly a slip in the bounds. Managers and heads stand above people named by a record, and those above the requester; groups and named users are compared by count.",
    },
    wrong: byPeople(["| <= 100 000 | head of client, group director |", "| > 100 000 | head of client |"]),
    right: byPeople(["| <= 100 000 | head of client |", "| > 100 000 | head of client, group director |"]),
  },
  {
    code: "table-rule-dead",
    severity: "warning",
    title: { ru: "Правило не сработает никогда", en: "A rule that never applies" },
    why: {
      ru: "Все его случаи забирают правила сильнее (при first — те, что выше), или таких значений не бывает по domain.",
      en: "Stronger rules (under `first`: those above) take all its cases, or the domain rules such values out.",
    },
    wrong: under("first", byAmount(["| >= 0 | менеджер |", "| > 100 000 | руководитель |"])),
    right: under("first", byAmount(["| > 100 000 | руководитель |", "| >= 0 | менеджер |"])),
  },
  {
    code: "table-rule-duplicate",
    severity: "warning",
    title: { ru: "Правило повторяет другое", en: "A rule repeats another" },
    why: {
      ru: "Те же условия и те же значения. При unique это ошибка: подойдут оба.",
      en: "The same tests and the same values. Under `unique` this is an error: both would match.",
    },
    wrong: under("any", byAmount(["| >= 0 | менеджер |", "| >= 0 | менеджер |"])),
    right: under("any", byAmount(["| >= 0 | менеджер |"])),
  },
  {
    code: "table-rule-subsumed",
    severity: "warning",
    title: { ru: "Правило лишнее: есть шире", en: "A rule inside a wider one" },
    why: {
      ru: "Другое правило подходит всегда, когда это, и говорит то же.",
      en: "Another rule matches whenever this one does, and says the same.",
    },
    wrong: under("any", byAmount(["| >= 0 | менеджер |", "| > 5 | менеджер |"])),
    right: under("any", byAmount(["| >= 0 | менеджер |"])),
  },
  {
    code: "table-rules-mergeable",
    severity: "warning",
    title: { ru: "Правила можно объединить", en: "Rules could be one" },
    why: {
      ru: "Они отличаются одной ячейкой и говорят одно. Это подсказка, не ошибка.",
      en: "They differ in one cell and say the same. A hint, not an error.",
    },
    wrong: byKind(["| товар | менеджер |", "| услуги | менеджер |"]),
    right: byKind(["| товар, услуги | менеджер |"]),
  },
  {
    code: "table-analysis-incomplete",
    severity: "warning",
    title: { ru: "Таблица проверена не вся", en: "Not all of the table was checked" },
    why: {
      ru: "Правила переплетены по многим столбцам так, что полная проверка заняла бы минуты. Найденное верно, но могло найтись не всё.",
      en: "The rules cross on so many columns that a full analysis would take minutes. What was found is right, but there may be more.",
    },
    wrong: "",
    right: "",
  },
];
