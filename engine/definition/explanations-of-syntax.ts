import type { Explanation } from "./explanation.ts";

/** What mistakes in the writing of YAML mean. */
export const SYNTAX_EXPLANATIONS: readonly Explanation[] = [
  {
    code: "tab-indentation",
    severity: "error",
    title: { ru: "Отступ табуляцией", en: "Indented with a tab" },
    why: {
      ru: "YAML считает отступ в пробелах: табуляция у каждого редактора своей ширины. `--fix` заменит её пробелами.",
      en: "YAML counts indentation in spaces: a tab has another width in every editor. `--fix` replaces it by spaces.",
    },
    wrong: "do:\n\t- id: tell",
    right: "do:\n  - id: tell",
  },
  {
    code: "double-braces",
    severity: "error",
    title: { ru: "Выражение в {{ }}", en: "An expression in {{ }}" },
    why: {
      ru: "Так пишут в других программах; YAML видит в этом карту. Здесь выражение пишут ${ … }.",
      en: "That is how other programs write it; YAML sees a map. Here an expression is written ${ … }.",
    },
    wrong: "notify: {{ requester }}",
    right: "notify: ${ requester }",
  },
  {
    code: "expression-in-flow",
    severity: "error",
    title: { ru: "Выражение без кавычек внутри скобок", en: "An expression without quotes inside brackets" },
    why: {
      ru: "Внутри `{ }` и `[ ]` фигурная скобка от `${` открывает карту. Кавычки возвращают ей смысл выражения.",
      en: "Inside `{ }` and `[ ]` the brace of `${` opens a map. Quotes make it an expression again.",
    },
    wrong: "with: { record: ${ lead } }",
    right: 'with: { record: "${ lead }" }',
  },
  {
    code: "colon-in-text",
    severity: "error",
    title: { ru: "Двоеточие с пробелом внутри текста", en: "A colon and a space inside a text" },
    why: {
      ru: "«: » в YAML отделяет ключ от значения, и второе в одной строке — уже ошибка. Весь текст берут в кавычки.",
      en: '": " separates a key from its value in YAML, and a second one on a line is a mistake. The whole text is quoted.',
    },
    wrong: "subject: Письмо от ${ letter.from }: ${ letter.subject }",
    right: 'subject: "Письмо от ${ letter.from }: ${ letter.subject }"',
  },
  {
    code: "text-after-quote",
    severity: "error",
    title: { ru: "Текст после кавычки", en: "Text after the quote" },
    why: {
      ru: "Если значение начинается с кавычки, ею оно и кончается. Весь текст берут в другие кавычки.",
      en: "A value that begins with a quote ends with it. The whole text is put into the other kind of quotes.",
    },
    wrong: 'title: "Счёт" от поставщика',
    right: "title: '\"Счёт\" от поставщика'",
  },
  {
    code: "text-after-bracket",
    severity: "error",
    title: { ru: "Текст после скобки", en: "Text after the bracket" },
    why: {
      ru: "Если значение начинается со скобки, её парой оно и кончается. Если это текст, его берут в кавычки.",
      en: "A value that begins with a bracket ends with its pair. If it is text, it is quoted.",
    },
    wrong: "subject: [Срочно] Заявка ${ lead.id }",
    right: 'subject: "[Срочно] Заявка ${ lead.id }"',
  },
  {
    code: "reserved-start",
    severity: "error",
    title: { ru: "Значение начинается с @, % или `", en: "A value begins with @, % or `" },
    why: {
      ru: "Эти знаки YAML бережёт для себя; с них начинают только текст в кавычках.",
      en: "YAML keeps these characters for itself; only quoted text may begin with them.",
    },
    wrong: "text: @all посмотрите",
    right: 'text: "@all посмотрите"',
  },
  {
    code: "quote-not-closed",
    severity: "error",
    title: { ru: "Кавычка не закрыта", en: "A quote is not closed" },
    why: {
      ru: "Без второй кавычки весь остаток файла становится одним текстом.",
      en: "Without the second quote the rest of the file becomes one text.",
    },
    wrong: 'title: "Согласование скидки',
    right: 'title: "Согласование скидки"',
  },
  {
    code: "bracket-not-closed",
    severity: "error",
    title: { ru: "Скобка не закрыта", en: "A bracket is not closed" },
    why: {
      ru: "У каждой `{` и `[` должна быть своя пара; иначе следующие строки попадут внутрь.",
      en: "Every `{` and `[` needs its pair; else the following lines land inside.",
    },
    wrong: "after: { businessDays: 1",
    right: "after: { businessDays: 1 }",
  },
  {
    code: "bracket-not-opened",
    severity: "error",
    title: { ru: "Лишняя закрывающая скобка", en: "One closing bracket too many" },
    why: {
      ru: "Скобке нет пары: либо она лишняя, либо потеряна открывающая.",
      en: "The bracket has no pair: it is one too many, or the opening one is lost.",
    },
    wrong: "after: { businessDays: 1 } }",
    right: "after: { businessDays: 1 }",
  },
  {
    code: "missing-comma",
    severity: "error",
    title: { ru: "Нет запятой в скобках", en: "No comma inside brackets" },
    why: {
      ru: "Внутри `{ }` и `[ ]` элементы разделяют запятыми.",
      en: "Inside `{ }` and `[ ]` items are separated by commas.",
    },
    wrong: 'facts: ["brand" "discount"]',
    right: "facts: [brand, discount]",
  },
  {
    code: "empty-item",
    severity: "error",
    title: { ru: "Лишняя запятая", en: "One comma too many" },
    why: {
      ru: "Между двумя запятыми ничего нет; что имелось в виду, неясно.",
      en: "Nothing stands between two commas; nobody knows what was meant.",
    },
    wrong: "channels: [sms,, email]",
    right: "channels: [sms, email]",
  },
  {
    code: "missing-space",
    severity: "error",
    title: { ru: "Нет пробела после двоеточия", en: "No space after the colon" },
    why: {
      ru: "`id:assign` для YAML — одно слово; ключ отделяют двоеточием с пробелом.",
      en: "`id:assign` is one word for YAML; a key is separated by a colon and a space.",
    },
    wrong: "id:assign\ncall: crm.update",
    right: "id: assign\ncall: crm.update",
  },
  {
    code: "missing-colon",
    severity: "error",
    title: { ru: "Нет двоеточия", en: "No colon" },
    why: {
      ru: "Среди ключей стоит строка без двоеточия: либо оно забыто, либо это продолжение текста без отступа.",
      en: "Among keys stands a line without a colon: it was forgotten, or the line continues a text without indentation.",
    },
    wrong: "process: discount-approval\ntitle Согласование скидки",
    right: "process: discount-approval\ntitle: Согласование скидки",
  },
  {
    code: "list-after-key",
    severity: "error",
    title: { ru: "Список в одной строке с ключом", en: "A list on the line of its key" },
    why: {
      ru: "Список строками начинают со следующей строки; в одной строке пишут [ ].",
      en: "A list of lines begins on the next line; on one line it is written [ ].",
    },
    wrong: "channels: - sms",
    right: "channels: [sms]",
  },
  {
    code: "wrong-indentation",
    severity: "error",
    title: { ru: "Отступ не на месте", en: "Wrong indentation" },
    why: {
      ru: "Отступ говорит, что к чему относится: ключи одного уровня стоят в одном столбце.",
      en: "Indentation says what belongs to what: keys of one level stand in one column.",
    },
    wrong: "- id: tell\n   notify: ${ requester }",
    right: "- id: tell\n  notify: ${ requester }",
  },
  {
    code: "bad-escape",
    severity: "error",
    title: { ru: "Непонятное сочетание с \\", en: "An unknown \\ escape" },
    why: {
      ru: 'В двойных кавычках `\\` начинает особый знак (`\\n`, `\\"`). В одинарных он — просто знак.',
      en: 'In double quotes `\\` begins a special character (`\\n`, `\\"`). In single quotes it is just a character.',
    },
    wrong: 'text: "C:\\docs"',
    right: "text: 'C:\\docs'",
  },
  {
    code: "key-too-long",
    severity: "error",
    title: { ru: "Ключ длиннее 1024 знаков", en: "A key longer than 1024 characters" },
    why: {
      ru: "Скорее всего, это текст, в котором встретилось двоеточие с пробелом.",
      en: "Most probably it is a text that holds a colon and a space.",
    },
    wrong: "text:\n  Очень длинный текст … и в нём: двоеточие",
    right: 'text: "Очень длинный текст … и в нём: двоеточие"',
  },
  {
    code: "yaml-syntax",
    severity: "error",
    title: { ru: "Нарушена запись YAML", en: "Not valid YAML" },
    why: {
      ru: "Строку не разобрать. Обычно причина — отступ, забытая кавычка или знак с особым смыслом в этой строке или строкой выше.",
      en: "The line cannot be read. Usually the cause is indentation, a forgotten quote or a special character on this line or the one above.",
    },
    wrong: "text: |x\n  Готово",
    right: "text: |\n  Готово",
  },
];
