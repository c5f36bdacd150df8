import { byAmount, byKind, byPeople, type TableExplanation } from "./table-explanation.ts";

/** What goes wrong in cells. */
export const CELL_EXPLANATIONS: readonly TableExplanation[] = [
  {
    code: "table-comma-in-number",
    severity: "error",
    title: { ru: "Запятая между цифрами", en: "A comma between digits" },
    why: {
      ru: "Запятая разделяет значения, дробь пишут точкой. Два значения — с пробелом: «7, 5».",
      en: 'A comma separates values; a fraction has a point. Two values have a space: "7, 5".',
    },
    wrong: byAmount(["| <= 7,5 | менеджер |", "| > 7,5 | руководитель |"]),
    right: byAmount(["| <= 7.5 | менеджер |", "| > 7.5 | руководитель |"]),
  },
  {
    code: "table-operator",
    severity: "error",
    title: { ru: "Нет такого знака сравнения", en: "No such comparison" },
    why: {
      ru: "Есть <, <=, >, >=, диапазоны [1..5] и not(…).",
      en: "There are <, <=, >, >=, ranges [1..5] and not(…).",
    },
    wrong: byAmount(["| ≤ 5 | менеджер |", "| > 5 | руководитель |"]),
    right: byAmount(["| <= 5 | менеджер |", "| > 5 | руководитель |"]),
  },
  {
    code: "table-range-dash",
    severity: "error",
    title: { ru: "Диапазон через тире", en: "A range with a dash" },
    why: {
      ru: "«5-15» — это минус десять. Диапазон пишут [5..15], круглая скобка не включает конец.",
      en: '"5-15" is minus ten. A range is written [5..15]; a round bracket leaves its end out.',
    },
    wrong: byAmount(["| 0-5 | менеджер |", "| > 5 | руководитель |"]),
    right: byAmount(["| [0..5] | менеджер |", "| > 5 | руководитель |"]),
  },
  {
    code: "table-range-empty",
    severity: "error",
    title: { ru: "В диапазон не попадает ничего", en: "An empty range" },
    why: {
      ru: "Первый конец больше второго, или они равны и один не входит.",
      en: "The first end is above the second, or they are equal and one is left out.",
    },
    wrong: byAmount(["| [5..0] | менеджер |", "| > 5 | руководитель |"]),
    right: byAmount(["| [0..5] | менеджер |", "| > 5 | руководитель |"]),
  },
  {
    code: "table-unit-in-cell",
    severity: "error",
    title: { ru: "Единица в ячейке", en: "A unit in a cell" },
    why: {
      ru: "Ячейка сравнивает числа; ₽ и % пишут в заголовке, валюту — в currency.",
      en: "A cell compares numbers; units go into the heading, the currency into `currency`.",
    },
    wrong: byAmount(["| <= 5 ₽ | менеджер |", "| > 5 ₽ | руководитель |"]),
    right: byAmount(["| <= 5 | менеджер |", "| > 5 | руководитель |"]),
  },
  {
    code: "table-currency",
    severity: "error",
    title: { ru: "Не сказано, в какой валюте", en: "Which currency?" },
    why: {
      ru: "Деньги сравнивают с числом, только если столбец или вход называет валюту.",
      en: "Money meets a number only where the column or the input names a currency.",
    },
    wrong: byAmount(["| <= 5 | менеджер |", "| > 5 | руководитель |"], "inputs:\n  amount: { type: money }"),
    right: byAmount(
      ["| <= 5 | менеджер |", "| > 5 | руководитель |"],
      "inputs:\n  amount: { type: money, currency: RUB }",
    ),
  },
  {
    code: "table-cell-empty",
    severity: "error",
    title: { ru: "Пустая ячейка условия", en: "An empty test" },
    why: {
      ru: "Пустая ячейка не говорит, важно ли значение. «-» — не важно, null — не заполнено.",
      en: "An empty cell does not say whether the value matters. `-`: it does not; `null`: it is empty.",
    },
    wrong: byAmount(["| | менеджер |"]),
    right: byAmount(["| - | менеджер |"]),
  },
  {
    code: "table-output-missing",
    severity: "error",
    title: { ru: "У правила нет значения", en: "A rule without a value" },
    why: {
      ru: "Каждое правило решает всё, что названо в outputs. Если решать нечего, это говорят словом null.",
      en: "Each rule decides all that `outputs` names. Where there is nothing to decide, the word is null.",
    },
    wrong: byAmount(["| - | |"]),
    right: byAmount(["| - | null |"]),
  },
  {
    code: "table-output-type",
    severity: "error",
    title: { ru: "Значение не того типа", en: "A value of another type" },
    why: {
      ru: "Значение в правиле должно подходить типу столбца: число, дата, слово.",
      en: "A rule's value must fit the column's type: a number, a date, a word.",
    },
    wrong:
      'inputs:\n  kind: { type: text }\noutputs:\n  rate: { type: number }\nrules:\n  - { when: { kind: "-" }, then: { rate: много } }',
    right:
      'inputs:\n  kind: { type: text }\noutputs:\n  rate: { type: number }\nrules:\n  - { when: { kind: "-" }, then: { rate: 5 } }',
  },
  {
    code: "table-value-empty",
    severity: "error",
    title: { ru: "Между запятыми пусто", en: "Nothing between commas" },
    why: {
      ru: "В столбцах со словами запятая разделяет значения. Запятую внутри значения берут в кавычки.",
      en: "In columns of words a comma separates values. A value that holds one is quoted.",
    },
    wrong: byKind(["| товар,, услуги | менеджер |"]),
    right: byKind(["| товар, услуги | менеджер |"]),
  },
  {
    code: "table-value-unknown",
    severity: "error",
    title: { ru: "Нет такого значения", en: "No such value" },
    why: {
      ru: "Список значений закрыт: domain, values или from. Слово с опиской не подошло бы никогда.",
      en: "The list of values is closed: `domain`, `values` or `from`. A misspelled word would never match.",
    },
    wrong: byKind(["| товра | менеджер |", "| услуги | руководитель |"]),
    right: byKind(["| товар | менеджер |", "| услуги | руководитель |"]),
  },
  {
    code: "table-comparison-in-text",
    severity: "error",
    title: { ru: "Сравнение в столбце со словами", en: "A comparison in a column of words" },
    why: {
      ru: "В столбцах text и choice ячейка — слово, и «<= 5» ждало бы именно таких знаков.",
      en: "In text and choice columns a cell is a word: `<= 5` would wait for these very signs.",
    },
    wrong: byKind(["| <= 5 | менеджер |", '| not("<= 5") | руководитель |'], "text"),
    right: byKind(["| <= 5 | менеджер |", "| > 5 | руководитель |"], "number"),
  },
  {
    code: "table-principal",
    severity: "error",
    title: { ru: "Непонятно, кто это", en: "Not clear who is meant" },
    why: {
      ru: "Людей называют так: user ivanov, group director, each of group board, next of group sales, head of client, manager of requester, responsible of deal.",
      en: "People are named so: user ivanov, group director, each of group board, next of group sales, head of client, manager of requester, responsible of deal.",
    },
    wrong: byPeople(["| - | director |"]),
    right: byPeople(["| - | group director |"]),
  },
  {
    code: "table-input-type",
    severity: "error",
    title: { ru: "Такой столбец не сравнить", en: "A column that cannot be compared" },
    why: {
      ru: "Сравнивают числа, деньги, даты, слова и да/нет. Список или карту сводит к ним expression. Тип столбца должен совпадать с типом выражения.",
      en: "Numbers, money, dates, words and truth values are compared. An `expression` turns a list or a map into one. The column's type must be that of its expression.",
    },
    wrong: byKind(["| - | менеджер |"], "list"),
    right: byKind(["| - | менеджер |"], "number, expression: count(kind)"),
  },
];
