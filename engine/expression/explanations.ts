import type { ExpressionProblemCode } from "./problem.ts";
import type { Says } from "./value/site.ts";

/** What `ordo explain <code>` prints of a problem in an expression. */
export interface ExpressionExplanation {
  readonly code: ExpressionProblemCode;
  readonly severity: "error" | "warning";
  readonly title: Says;
  readonly why: Says;
  readonly wrong: string;
  readonly right: string;
}

/** One for each code, in the order in which an expression is read. */
export const EXPRESSION_EXPLANATIONS: readonly ExpressionExplanation[] = [
  {
    code: "expression-syntax",
    severity: "error",
    title: { ru: "Выражение написано не на FEEL", en: "The expression is not FEEL" },
    why: {
      ru: "В ${ … } и в ключах-условиях стоит FEEL: сравнение — одним =, «и» — and, текст — в прямых двойных кавычках, дробная часть — через точку.",
      en: "`${ … }` and the keys of conditions hold FEEL: equality is one `=`, texts stand in straight double quotes, decimals follow a point.",
    },
    wrong: "when: ask.outcome == 'remind' && discount > 7,5",
    right: 'when: ask.outcome = "remind" and discount > 7.5',
  },
  {
    code: "expression-too-large",
    severity: "error",
    title: {
      ru: "Выражение слишком длинное или слишком глубокое",
      en: "The expression is too long or nested too deep",
    },
    why: {
      ru: "Такое выражение никто не прочтёт, а вычислять его дорого. Разбейте его на шаги set с понятными именами.",
      en: "Nobody could read it, and it is dear to compute. Split it into `set` steps with names of their own.",
    },
    wrong: "if: ((((( … ))))) and … and …",
    right: '- id: facts\n  set: { isLarge: "${ amount > 1000000 }" }',
  },
  {
    code: "expression-reserved-name",
    severity: "error",
    title: { ru: "Такое имя не разрешено", en: "Such a name is not allowed" },
    why: {
      ru: "Имена __proto__, constructor и prototype принадлежат машине, а не процессу.",
      en: "The names `__proto__`, `constructor` and `prototype` belong to the machine, not to the process.",
    },
    wrong: 'if: lead.constructor = "a"',
    right: 'if: lead.builder = "a"',
  },
  {
    code: "expression-unknown-name",
    severity: "error",
    title: { ru: "Такой переменной здесь нет", en: "There is no such variable here" },
    why: {
      ru: "Видны входы процесса, результаты предыдущих шагов (id в camelCase) и переменные set. Текст без кавычек тоже выглядит именем.",
      en: "Visible are the inputs, the results of earlier steps (their id in camelCase) and what `set` made. A text without quotes looks like a name.",
    },
    wrong: "if: approval.outcome = approve",
    right: 'if: approval.outcome = "approve"',
  },
  {
    code: "expression-unknown-field",
    severity: "error",
    title: { ru: "Такого поля нет", en: "There is no such field" },
    why: {
      ru: "Поля карточек описаны в catalog.yaml. Связанная карточка — ссылка, пока её имя не стоит в include.",
      en: "Fields of records are declared in catalog.yaml. A related record is a reference until its name stands in `include`.",
    },
    wrong: "deal: { type: record, of: deal }          # ${ deal.company.title }",
    right: "deal: { type: record, of: deal, include: [company] }",
  },
  {
    code: "expression-unknown-function",
    severity: "error",
    title: { ru: "Такой функции нет", en: "There is no such function" },
    why: {
      ru: "Есть функции FEEL (DMN 1.5) и свои: list, difference, is administrator, is defined, рабочие дни, деньги, люди.",
      en: "There are the functions of FEEL (DMN 1.5) and ours: list, difference, is administrator, is defined, business days, money, people.",
    },
    wrong: "if: len(letter.attachments) > 0",
    right: "if: count(letter.attachments) > 0",
  },
  {
    code: "expression-arguments",
    severity: "error",
    title: { ru: "Функция не принимает таких аргументов", en: "The function does not take these arguments" },
    why: {
      ru: "Аргументов слишком мало, слишком много, или имя аргумента не то.",
      en: "There are too few arguments, too many, or one of a wrong name.",
    },
    wrong: "if: contains(letter.subject)",
    right: 'if: contains(letter.subject, "счёт")',
  },
  {
    code: "expression-type",
    severity: "error",
    title: { ru: "Значения разного вида не сочетаются", en: "Values of different kinds do not go together" },
    why: {
      ru: "Текст не сравнить с числом, дату — с текстом, список — с одним значением; условие — это да или нет.",
      en: "A text cannot be compared with a number, a date with a text, a list with one value; a condition is true or false.",
    },
    wrong: 'if: discount > "15"',
    right: "if: discount > 15",
  },
  {
    code: "expression-choice",
    severity: "error",
    title: { ru: "Такого значения здесь не бывает", en: "This is never a value here" },
    why: {
      ru: "Поле берёт значения из закрытого списка, а сравнивают с другим словом: условие не сработает никогда.",
      en: "The field takes its values from a closed list; compared with another word the condition can never hold.",
    },
    wrong: 'where: event.record.stageKind = "frist"',
    right: 'where: event.record.stageKind = "first"',
  },
  {
    code: "money-needs-currency",
    severity: "error",
    title: { ru: "Деньги рядом с числом, а валюта не названа", en: "Money beside a number of no currency" },
    why: {
      ru: "100 000 рублей и 100 000 долларов — разные суммы. Число считается суммой только там, где поле объявляет currency.",
      en: "100,000 roubles are not 100,000 dollars. A number counts as an amount only where the field declares its `currency`.",
    },
    wrong: "amount: { type: money }                   # if: amount > 100000",
    right: "amount: { type: money, currency: RUB }",
  },
  {
    code: "expression-maybe-null",
    severity: "warning",
    title: { ru: "Здесь может оказаться null", en: "This may be null" },
    why: {
      ru: "Необязательное поле бывает пустым. С null можно только сравнить на равенство; величина, арифметика и поля — это сбой.",
      en: "An optional field may be empty. Null can only be tested for equality; order, arithmetic and fields of it are incidents.",
    },
    wrong: 'if: contains(lead.phone, "+7")',
    right: 'if: lead.phone != null and contains(lead.phone, "+7")',
  },
  {
    code: "expression-fails",
    severity: "error",
    title: { ru: "Выражение не вычислится никогда", en: "The expression can never be computed" },
    why: {
      ru: "Это видно уже в файле: такой даты нет, на ноль не делят, элементы списка считают с 1, функцию вызывают со скобками.",
      en: "It shows in the file: there is no such date, nothing is divided by zero, elements are counted from 1, a function is called with parentheses.",
    },
    wrong: "if: invoice.paidOn < today",
    right: "if: invoice.paidOn < today()",
  },
  {
    code: "expression-constant",
    severity: "warning",
    title: { ru: "Условие всегда одно и то же", en: "The condition is always the same" },
    why: {
      ru: "Проверка ничего не проверяет: значение здесь никогда не null, условие — постоянная, или его части спорят друг с другом: больше 5 и меньше 3. Отбор с таким условием всегда пуст.",
      en: "The test tests nothing: the value is never null here, the condition is a constant, or its parts contradict each other: more than 5 and less than 3. A filter by such a condition is always empty.",
    },
    wrong: "if: lead.tags = null                      # список пуст, но не null",
    right: "if: count(lead.tags) = 0",
  },
];
