import type { Explanation } from "./explanation.ts";

/** What problems of reading a file mean: its size, its characters, the parts of YAML that the language leaves out. */
export const READING_EXPLANATIONS: readonly Explanation[] = [
  {
    code: "file-too-large",
    severity: "error",
    title: { ru: "Файл больше допустимого", en: "The file is larger than allowed" },
    why: {
      ru: "Процесс пишут и читают люди: 256 КБ — уже сотни страниц. Данным (записи, люди, таблицы) разрешено больше, до 2 МБ.",
      en: "A process is written and read by people: 256 KB are hundreds of pages already. Data (records, people, tables) may take more, up to 2 MB.",
    },
    wrong: "decisions:\n  route:\n    table: |   # сто тысяч строк\n      | … |",
    right: "decisions:\n  route:\n    file: route.csv",
  },
  {
    code: "too-many-lines",
    severity: "error",
    title: { ru: "Строк больше допустимого", en: "More lines than allowed" },
    why: {
      ru: "В процессе не больше 5 000 строк. Длинный процесс делят: часть шагов становится другим процессом.",
      en: "A process has at most 5,000 lines. A long one is split: some of its steps become another process.",
    },
    wrong: "do:\n  - id: a   # и ещё тысячи шагов",
    right: "do:\n  - id: payment\n    run: invoice-payment\n    await: true",
  },
  {
    code: "too-deep",
    severity: "error",
    title: { ru: "Слишком глубокая вложенность", en: "Nested too deeply" },
    why: {
      ru: "Больше 64 уровней вложенности не пишут руками: обычно это незакрытые скобки или испорченный файл.",
      en: "Nobody nests more than 64 levels by hand: usually brackets were not closed, or the file is damaged.",
    },
    wrong: "with: {a: {a: {a: {a: …",
    right: "with: { a: 1 }",
  },
  {
    code: "too-many-keys",
    severity: "error",
    title: { ru: "Слишком много ключей в одной карте", en: "Too many keys in one map" },
    why: {
      ru: "В одной карте процесса до 2 000 ключей; большие наборы данных держат в таблицах CSV и записях.",
      en: "A map of a process has at most 2,000 keys; larger sets of data belong into CSV tables and records.",
    },
    wrong: "set:\n  k1: 1\n  k2: 2   # … и так до k50000",
    right: "decisions:\n  limits:\n    file: limits.csv",
  },
  {
    code: "too-many-items",
    severity: "error",
    title: { ru: "Слишком много элементов в скобках", en: "Too many items in brackets" },
    why: {
      ru: "Список в одних скобках длиннее 2 000 элементов никто не прочтёт; длинные списки пишут строками или держат в CSV.",
      en: "Nobody reads a list of more than 2,000 items in one pair of brackets; long lists are lines, or lie in a CSV file.",
    },
    wrong: "values: [1, 2, 3, …]   # тысячи чисел",
    right: "file: limits.csv",
  },
  {
    code: "not-utf8",
    severity: "error",
    title: { ru: "Файл не в кодировке UTF-8", en: "The file is not UTF-8" },
    why: {
      ru: "Все файлы языка — в UTF-8. Файл, сохранённый в Windows-1251 или UTF-16, читается как набор чужих букв.",
      en: "All files of the language are UTF-8. A file saved in Windows-1251 or UTF-16 would be read as foreign letters.",
    },
    wrong: "title: �������   # сохранено в Windows-1251",
    right: "title: Согласование   # сохранено в UTF-8",
  },
  {
    code: "control-character",
    severity: "error",
    title: { ru: "Служебный знак в тексте", en: "A control character in the text" },
    why: {
      ru: "Таких знаков не набрать с клавиатуры: они попадают при копировании или из двоичного файла и ломают разбор.",
      en: "Nobody types such characters: they come from copying or from a binary file, and break the reading.",
    },
    wrong: "title: Заявка␀ новая",
    right: "title: Заявка новая",
  },
  {
    code: "bidi-control",
    severity: "error",
    title: { ru: "Знак, меняющий порядок показа", en: "A character that reorders what is shown" },
    why: {
      ru: "С ним строка на экране выглядит иначе, чем прочтёт её движок: так прячут условия.",
      en: "With it a line looks different on the screen from what the engine reads: a way to hide conditions.",
    },
    wrong: 'if: amount > 1000 [U+202E] "approve"',
    right: "if: amount > 1000",
  },
  {
    code: "no-break-space",
    severity: "error",
    title: { ru: "Неразрывный пробел вместо обычного", en: "A no-break space instead of a plain one" },
    why: {
      ru: "Так бывает, если текст вставили из Word или из браузера: пробел выглядит обычным, но для YAML он — буква. `--fix` заменит такие пробелы.",
      en: "It comes with text pasted from a word processor or a browser: it looks like a space, but YAML takes it for a letter. `--fix` replaces them.",
    },
    wrong: "do:\n\u00A0\u00A0- id: tell",
    right: "do:\n  - id: tell",
  },
  {
    code: "invisible-character",
    severity: "error",
    title: { ru: "Невидимый знак", en: "An invisible character" },
    why: {
      ru: "Слово с невидимым знаком внутри выглядит так же, но это другое слово: шаг с таким id не найдётся.",
      en: "A word with an invisible character inside looks the same but is another word: a step of that id is not found.",
    },
    wrong: "then: as[U+200B]sign",
    right: "then: assign",
  },
  {
    code: "empty-file",
    severity: "error",
    title: { ru: "В файле ничего нет", en: "There is nothing in the file" },
    why: { ru: "Файл пуст или состоит из комментариев.", en: "The file is empty, or consists of comments." },
    wrong: "# процесс напишем потом",
    right:
      "process: discount-approval\ntitle: Согласование скидки\ndo:\n  - id: tell\n    notify: ${ requester }\n    text: Готово",
  },
  {
    code: "several-documents",
    severity: "error",
    title: { ru: "Несколько документов в файле", en: "Several documents in one file" },
    why: {
      ru: "Один файл — один процесс: `---` начинает второй документ, который движок не прочтёт.",
      en: "One file, one process: `---` begins a second document, which the engine would not read.",
    },
    wrong: "process: a\n---\nprocess: b",
    right: "process: a",
  },
  {
    code: "directive",
    severity: "error",
    title: { ru: "Директива YAML", en: "A YAML directive" },
    why: {
      ru: "Файлы читаются как YAML 1.2; директивы (`%YAML`, `%TAG`) языку не нужны.",
      en: "Files are read as YAML 1.2; the language needs no directives (`%YAML`, `%TAG`).",
    },
    wrong: "%YAML 1.1\n---\nprocess: a",
    right: "ordo: 1\nprocess: a",
  },
  {
    code: "anchor",
    severity: "error",
    title: { ru: "Якорь YAML", en: "A YAML anchor" },
    why: {
      ru: "Якоря прячут, что где повторяется, и позволяют раздуть файл до миллиардов значений. Лестницы и таблицы с именами повторяют явно.",
      en: "Anchors hide what is repeated where, and let a small file swell to billions of values. Ladders and tables with names repeat in the open.",
    },
    wrong: "escalation: &up\n  - { after: { businessDays: 1 }, action: remind }",
    right: "ladders:\n  up:\n    - { after: { businessDays: 1 }, action: remind }",
  },
  {
    code: "alias",
    severity: "error",
    title: { ru: "Ссылка YAML", en: "A YAML alias" },
    why: {
      ru: "Ссылки на якоря — не часть языка. Текст, который начинается со звёздочки, берут в кавычки.",
      en: "Aliases are not part of the language. A text that begins with an asterisk is quoted.",
    },
    wrong: "escalation: *up\ntitle: *важно*",
    right: 'escalation: up\ntitle: "*важно*"',
  },
  {
    code: "tag",
    severity: "error",
    title: { ru: "Тег YAML", en: "A YAML tag" },
    why: {
      ru: "Теги меняют тип значения или велят что-то создать; в этом языке тип задаёт место.",
      en: "Tags change the type of a value or ask for something to be made; here the place decides the type.",
    },
    wrong: "title: !Важно проверить",
    right: 'title: "!Важно проверить"',
  },
  {
    code: "merge-key",
    severity: "error",
    title: { ru: "Слияние карт", en: "Merged maps" },
    why: {
      ru: "`<<` подмешивает ключи из другого места: прочитать шаг, не глядя туда, нельзя.",
      en: "`<<` mixes in keys from elsewhere: the step could not be read without looking there.",
    },
    wrong: "<<: *defaults",
    right: "retry: { attempts: 3 }",
  },
  {
    code: "explicit-key",
    severity: "error",
    title: { ru: "Составной ключ", en: "A complex key" },
    why: {
      ru: "Запись `? ключ` позволяет сделать ключом целую карту; языку хватает слов.",
      en: "`? key` lets a whole map be a key; the language is content with words.",
    },
    wrong: "? title\n: Согласование",
    right: "title: Согласование",
  },
  {
    code: "complex-key",
    severity: "error",
    title: { ru: "Карта или список вместо ключа", en: "A map or list in place of a key" },
    why: {
      ru: "Так YAML читает фигурные скобки без кавычек. Ключ — всегда слово.",
      en: "This is how YAML reads braces without quotes. A key is always a word.",
    },
    wrong: "with: { {a: 1}: 2 }",
    right: "with: { a: 2 }",
  },
  {
    code: "empty-key",
    severity: "error",
    title: { ru: "Двоеточие без ключа", en: "A colon without a key" },
    why: {
      ru: "Перед двоеточием ничего нет, и неясно, к чему относится значение.",
      en: "Nothing stands before the colon, so nobody knows what the value belongs to.",
    },
    wrong: ": Согласование",
    right: "title: Согласование",
  },
  {
    code: "duplicate-key",
    severity: "error",
    title: { ru: "Ключ повторён", en: "A key is repeated" },
    why: {
      ru: "Из двух одинаковых ключей одно значение пропало бы молча.",
      en: "Of two equal keys one value would be lost in silence.",
    },
    wrong: "title: Скидка\ntitle: Согласование скидки",
    right: "title: Согласование скидки",
  },
  {
    code: "reserved-key",
    severity: "error",
    title: { ru: "Имя, занятое JavaScript", en: "A name that JavaScript reserves" },
    why: {
      ru: "`__proto__`, `constructor` и `prototype` есть у каждого объекта: через них подменяют чужие данные.",
      en: "`__proto__`, `constructor` and `prototype` belong to every object: they are a way to tamper with other data.",
    },
    wrong: "set: { constructor: завод }",
    right: "set: { builder: завод }",
  },
  {
    code: "mixed-script",
    severity: "error",
    title: { ru: "Русские и латинские буквы в одном слове", en: "Cyrillic and Latin letters in one word" },
    why: {
      ru: "«с» и «c» выглядят одинаково, но это разные буквы: имя потом не найдётся.",
      en: "Cyrillic «с» and Latin «c» look the same but are different letters: the name will not be found.",
    },
    wrong: "set: { managеr: 1 }   # вторая «е» русская",
    right: "set: { manager: 1 }",
  },
];
