import { COLUMNS_MAX, RULES_MAX } from "./grid.ts";
import { byAmount, GOOD, type TableExplanation, under } from "./table-explanation.ts";

/** What goes wrong with the hit policy, the columns and the text of a table. */
export const SHAPE_EXPLANATIONS: readonly TableExplanation[] = [
  {
    code: "table-hit-policy",
    severity: "error",
    title: { ru: "Нет такой политики", en: "No such hit policy" },
    why: {
      ru: "unique — подходит одно; any — несколько согласных; first — первое сверху; priority — с лучшим значением; rule order, output order, collect — список; collect sum, min, max, count — свёртка.",
      en: "Under `unique` one matches, under `any` several that agree; `first` takes the topmost, `priority` the best value; `rule order`, `output order` and `collect` give a list, `collect sum`, `min`, `max`, `count` one value of all.",
    },
    wrong: under("uniqe", GOOD),
    right: under("unique", GOOD),
  },
  {
    code: "table-priority-order",
    severity: "error",
    title: { ru: "Нет порядка значений", en: "No order of values" },
    why: {
      ru: "priority и output order выбирают по порядку, перечисленному в values выхода.",
      en: "`priority` and `output order` go by the order listed in an output's `values`.",
    },
    wrong: under("priority", GOOD),
    right: under(
      "priority",
      GOOD.replace("who: { type: text }", "who: { type: text, values: [руководитель, менеджер] }"),
    ),
  },
  {
    code: "table-aggregate-type",
    severity: "error",
    title: { ru: "Сворачивать можно числа", en: "Only numbers are aggregated" },
    why: {
      ru: "collect sum, min и max считают числа и деньги.",
      en: "`collect sum`, `min` and `max` work on numbers and money.",
    },
    wrong: under("collect sum", GOOD),
    right: under("collect", GOOD),
  },
  {
    code: "table-default-missing",
    severity: "error",
    title: { ru: "default не у всех выходов", en: "A default for some outputs only" },
    why: {
      ru: "Если не подойдёт ни одно правило, остальные выходы остались бы без значения.",
      en: "Where no rule matches, the other outputs would be left without a value.",
    },
    wrong:
      "inputs:\n  kind: { type: text }\noutputs:\n  who: { type: text, default: менеджер }\n  why: { type: text }\ntable: |\n  | kind | who | why |\n  | товар | директор | дорого |",
    right:
      "inputs:\n  kind: { type: text }\noutputs:\n  who: { type: text, default: менеджер }\n  why: { type: text, default: обычный случай }\ntable: |\n  | kind | who | why |\n  | товар | директор | дорого |",
  },
  {
    code: "table-no-inputs",
    severity: "error",
    title: { ru: "Нет входов", en: "No inputs" },
    why: { ru: "Таблица сравнивает то, что названо в inputs.", en: "A table compares what `inputs` names." },
    wrong: "outputs:\n  who: { type: text }\ntable: |\n  | who |\n  | менеджер |",
    right: GOOD,
  },
  {
    code: "table-no-outputs",
    severity: "error",
    title: { ru: "Нет выходов", en: "No outputs" },
    why: { ru: "Таблица решает то, что названо в outputs.", en: "A table decides what `outputs` names." },
    wrong: "inputs:\n  kind: { type: text }\ntable: |\n  | kind |\n  | товар |",
    right: GOOD,
  },
  {
    code: "table-no-rules",
    severity: "error",
    title: { ru: "Нет правил", en: "No rules" },
    why: { ru: "Без правил таблица не решит ничего.", en: "Without rules a table decides nothing." },
    wrong: byAmount([]),
    right: GOOD,
  },
  {
    code: "table-too-long",
    severity: "error",
    title: { ru: "Слишком много правил", en: "Too many rules" },
    why: {
      ru: `Больше ${RULES_MAX} правил никто не прочтёт. Такое держат в списке CRM или делят на таблицы.`,
      en: `Nobody reads more than ${RULES_MAX} rules. Keep them as a list in the CRM, or split the table.`,
    },
    wrong: "",
    right: GOOD,
  },
  {
    code: "table-too-wide",
    severity: "error",
    title: { ru: "Слишком много столбцов", en: "Too many columns" },
    why: {
      ru: `Таблица вмещает ${COLUMNS_MAX} столбцов. Разделите её: одна таблица решает, другая пользуется её ответом.`,
      en: `A table holds ${COLUMNS_MAX} columns. Split it: one table decides, the other uses its answer.`,
    },
    wrong: "",
    right: GOOD,
  },
  {
    code: "table-grid-bar",
    severity: "error",
    title: { ru: "Строка таблицы без черты", en: "A row without a bar" },
    why: {
      ru: "Строка начинается и кончается чертой «|». Черту внутри текста пишут \\|.",
      en: "A row starts and ends with a bar. A bar inside a text is written \\|.",
    },
    wrong: byAmount(["| <= 5 | менеджер", "| > 5 | руководитель |"]),
    right: byAmount(["| <= 5 | менеджер |", "| > 5 | руководитель |"]),
  },
  {
    code: "table-cell-count",
    severity: "error",
    title: { ru: "Ячеек не столько, сколько в заголовке", en: "Not as many cells as in the heading" },
    why: {
      ru: "Лишняя или пропущенная черта сдвигает значения в чужие столбцы.",
      en: "A bar too many or too few moves values into other columns.",
    },
    wrong: byAmount(["| <= 5 | менеджер | лишнее |", "| > 5 | руководитель |"]),
    right: byAmount(["| <= 5 | менеджер |", "| > 5 | руководитель |"]),
  },
  {
    code: "table-column-unknown",
    severity: "error",
    title: { ru: "Нет такого столбца", en: "No such column" },
    why: {
      ru: "В заголовке стоят title или имена из inputs и outputs.",
      en: "The heading holds titles or names of `inputs` and `outputs`.",
    },
    wrong: GOOD.replace("| amount |", "| amuont |"),
    right: GOOD,
  },
  {
    code: "table-column-twice",
    severity: "error",
    title: { ru: "Столбец стоит дважды", en: "A column stands twice" },
    why: {
      ru: "Два условия на одно значение пишут в одной ячейке через запятую.",
      en: "Two tests of one value stand in one cell, with a comma.",
    },
    wrong: GOOD.replace("| amount |", "| amount | amount |").replaceAll("100 000 |", "100 000 | - |"),
    right: GOOD,
  },
  {
    code: "table-column-missing",
    severity: "error",
    title: { ru: "В заголовке нет столбца", en: "The heading lacks a column" },
    why: {
      ru: "Всё, что названо в inputs и outputs, стоит в таблице; не важное в правиле — «-».",
      en: "All that `inputs` and `outputs` name stands in the table; what does not matter in a rule is `-`.",
    },
    wrong: GOOD.replace("outputs:", "outputs:\n  why: { type: text }"),
    right: GOOD,
  },
  {
    code: "table-csv-quote",
    severity: "error",
    title: { ru: "Кавычки в CSV", en: "Quotes in a CSV file" },
    why: {
      ru: 'Ячейку с разделителем или кавычкой берут в кавычки, кавычку внутри удваивают: "ООО ""Ромашка""".',
      en: 'A cell with a separator or a quote is quoted, a quote inside doubled: "the ""Daisy"" company".',
    },
    wrong: 'kind;who\nтовар;"менеджер',
    right: 'kind;who\nтовар;"менеджер"',
  },
];
