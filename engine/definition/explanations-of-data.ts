import type { Explanation } from "./explanation.ts";

/** What problems of the files around processes mean: people, calendars, files of no known kind. */
export const DATA_EXPLANATIONS: readonly Explanation[] = [
  {
    code: "directory-data",
    severity: "error",
    title: { ru: "Справочник людей не сходится сам с собой", en: "The directory of people contradicts itself" },
    why: {
      ru: "Отдел, руководитель, группа или замещающий названы, но их нет в файле, отделы входят друг в друга, или отсутствие кончается раньше, чем начинается. Поручать по такому справочнику нельзя.",
      en: "A department, manager, group or substitute is named that the file does not have, departments contain each other, or an absence ends before it begins. Nobody can be asked by such a directory.",
    },
    wrong:
      "users:\n  head-1: { name: Анна Северова, department: clients }\ndepartments:\n  client: { title: Клиентский отдел, head: head-1 }\n",
    right:
      "users:\n  head-1: { name: Анна Северова, department: client }\ndepartments:\n  client: { title: Клиентский отдел, head: head-1 }\n",
  },
  {
    code: "table-file",
    severity: "error",
    title: { ru: "Нет файла с правилами таблицы", en: "The file with the table's rules is missing" },
    why: {
      ru: "Таблица говорит `file:`, но в папке decisions рядом с процессом файла с этим именем нет.",
      en: "The table says `file:`, but decisions/ beside the process has no file of that name.",
    },
    wrong: "decisions:\n  quorum:\n    file: qourum.csv\n",
    right: "decisions:\n  quorum:\n    file: quorum.csv\n",
  },
  {
    code: "records-data",
    severity: "error",
    title: { ru: "Записи не сходятся с catalog.yaml", en: "The records do not match catalog.yaml" },
    why: {
      ru: "Тип записи, её поле, стадия, значение или ссылка не такие, как описано в catalog.yaml: процесс с такой записью поведёт себя не так, как с настоящей.",
      en: "A record's type, field, stage, value or reference is not as catalog.yaml declares it: a process would not behave as with a real record.",
    },
    wrong: "records:\n  lead/101: { title: Кофемашина, stage: NEWS }\n",
    right: "records:\n  lead/101: { title: Кофемашина, stage: NEW }\n",
  },
  {
    code: "calendar-data",
    severity: "error",
    title: { ru: "Календарь не сходится сам с собой", en: "The calendar contradicts itself" },
    why: {
      ru: "Зоны с таким именем нет, часы открытия пересекаются, или дата написана не так: по этому календарю нельзя считать рабочее время.",
      en: "There is no such time zone, opening hours overlap, or a date is written wrongly: working time cannot be counted by it.",
    },
    wrong: 'zone: Moscow\nhours: { mon-fri: ["09:00-18:00"] }\n',
    right: 'zone: Europe/Moscow\nhours: { mon-fri: ["09:00-18:00"] }\n',
  },
  {
    code: "unknown-file",
    severity: "error",
    title: { ru: "Непонятно, что это за файл", en: "It is not clear what this file is" },
    why: {
      ru: "Процесс узнаётся по имени process.yaml, остальные файлы — по имени, папке или первым ключам: scenario, users, records, zone.",
      en: "A process is known by its name process.yaml, other files by their name, their folder or their first keys: scenario, users, records, zone.",
    },
    wrong: "# people.yaml\npersons:\n  head-1: { name: Анна Северова }\n",
    right: "# people.yaml\nusers:\n  head-1: { name: Анна Северова }\n",
  },
  {
    code: "scenario-line",
    severity: "error",
    title: { ru: "Строку сценария нельзя понять", en: "A line of the scenario makes no sense" },
    why: {
      ru: "Строка when — одно действие (complete, wait, update, …) или ожидание expect со своими словами; значение должно быть того вида, который это слово принимает.",
      en: "A line of `when` is one act (complete, wait, update, …) or an `expect` with words of its own; its value must be of the kind that the word takes.",
    },
    wrong: "when:\n  - wait: завтра\n",
    right: "when:\n  - wait: { businessDays: 1 }\n",
  },
];
