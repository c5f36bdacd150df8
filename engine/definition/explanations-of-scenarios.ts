import type { Explanation } from "./explanation.ts";

/** What problems of a scenario's names mean. */
export const SCENARIO_EXPLANATIONS: readonly Explanation[] = [
  {
    code: "scenario-process",
    severity: "error",
    title: { ru: "Процесса сценария нет", en: "The scenario's process is not there" },
    why: {
      ru: "Сценарий проверяет процесс, в папке которого лежит, или тот, что назван в process. Остальные, в given.processes, ищут среди папок рядом.",
      en: "A scenario tests the process in whose folder it lies, or the one that `process` names. Others, in given.processes, are looked up among the folders beside.",
    },
    wrong: "scenario: Скидка согласована\nprocess: discount-aproval\n",
    right: "scenario: Скидка согласована\nprocess: discount-approval\n",
  },
  {
    code: "scenario-step",
    severity: "error",
    title: { ru: "Шага, о котором говорит сценарий, нет", en: "The scenario speaks of a step that is not there" },
    why: {
      ru: "Команды, ожидания и path называют шаги процесса по id. `ask#2` — второй приход на шаг ask.",
      en: "Commands, expectations and `path` name steps of the process by their ids. `ask#2` is the second visit of ask.",
    },
    wrong: "when:\n  - complete: aprove\n    by: head-1\n",
    right: "when:\n  - complete: approval\n    by: head-1\n",
  },
  {
    code: "scenario-outcome",
    severity: "error",
    title: {
      ru: "У шага нет исхода, который выбирает сценарий",
      en: "The scenario chooses an outcome that the step does not have",
    },
    why: {
      ru: "Исход — одно из слов в outcomes шага; у согласования без них approve и reject.",
      en: "An outcome is a word of the step's `outcomes`; an approval without them has approve and reject.",
    },
    wrong: "when:\n  - complete: approval\n    by: head-1\n    outcome: aprove\n",
    right: "when:\n  - complete: approval\n    by: head-1\n    outcome: approve\n",
  },
  {
    code: "scenario-field",
    severity: "error",
    title: { ru: "Сценарий заполняет поле, которого нет", en: "The scenario fills in a field that is not there" },
    why: {
      ru: "`with` называет поля формы шага или правимые входы, `start.input` — входы процесса.",
      en: "`with` names fields of the step's form or inputs it edits, `start.input` inputs of the process.",
    },
    wrong: "when:\n  - complete: assign\n    by: head-1\n    with: { manger: manager-1 }\n",
    right: "when:\n  - complete: assign\n    by: head-1\n    with: { manager: manager-1 }\n",
  },
  {
    code: "scenario-value",
    severity: "error",
    title: { ru: "Сценарий заполняет форму не так", en: "The scenario fills in the form wrongly" },
    why: {
      ru: "Значение не того типа или вне границ, или обязательный вход не задан: такую форму не примут. Если проверяется отказ, напишите rejected.",
      en: "A value is of the wrong type or out of bounds, or a required input is missing: the form would be refused. If that is what is tested, write `rejected`.",
    },
    wrong: "start:\n  input: { days: семь }\n",
    right: "start:\n  input: { days: 7 }\n",
  },
  {
    code: "scenario-user",
    severity: "error",
    title: {
      ru: "Сотрудника, группы или отдела сценария нет",
      en: "The scenario's user, group or department is not there",
    },
    why: {
      ru: "`by`, `to`, `for`, `absent` называют людей из directory сценария, а без неё — из того, что назван в ordo.yaml.",
      en: "`by`, `to`, `for`, `absent` name people of the scenario's directory, or without one of the directory in ordo.yaml.",
    },
    wrong: "when:\n  - complete: approval\n    by: haed-1\n",
    right: "when:\n  - complete: approval\n    by: head-1\n",
  },
  {
    code: "scenario-operation",
    severity: "error",
    title: { ru: "Операции, которая должна не удаться, нет", en: "The operation that shall fail is not there" },
    why: { ru: "`fail` называет операцию, какой её пишут в call.", en: "`fail` names an operation as `call` does." },
    wrong: "when:\n  - fail: crm.updat\n",
    right: "when:\n  - fail: crm.update\n",
  },
  {
    code: "scenario-pattern",
    severity: "error",
    title: { ru: "Регулярное выражение не читается", en: "The regular expression cannot be read" },
    why: {
      ru: "Текст между косыми чертами — регулярное выражение. Скобки в нём парные; ( [ * + ? . как обычные знаки пишут с \\ впереди.",
      en: "Text between slashes is a regular expression. Its brackets come in pairs; ( [ * + ? . meant as they stand have a \\ before them.",
    },
    wrong: "then:\n  messages: [{ to: lead/101, text: /Номер (101/ }]\n",
    right: "then:\n  messages: [{ to: lead/101, text: /Номер 101/ }]\n",
  },
  {
    code: "scenario-file",
    severity: "error",
    title: { ru: "Файла, который называет сценарий, нет", en: "A file that the scenario names is not there" },
    why: {
      ru: "`given.records` и `given.directory` — пути от файла сценария или сами данные.",
      en: "`given.records` and `given.directory` are paths counted from the scenario's file, or the data itself.",
    },
    wrong: "given:\n  directory: sample/directory.yaml\n",
    right: "given:\n  directory: ../../sample/directory.yaml\n",
  },
  {
    code: "scenario-registry",
    severity: "warning",
    title: {
      ru: "В реестр, о котором говорит сценарий, никто не пишет",
      en: "Nobody writes into the claimed registry",
    },
    why: {
      ru: "Утверждение «в реестре пусто» держится само собой, если в имени описка. Реестр называют так, как его называет шаг record.",
      en: "A claim that a registry is empty holds by itself where its name is misspelled. It is called as the `record` step calls it.",
    },
    wrong: "then:\n  registry: { discount-chages: [] }\n",
    right: "then:\n  registry: { discount-changes: [] }\n",
  },
];
