#!/usr/bin/env node
import { Argument, Command, Option } from "commander";
import { endWith, runCommandLine } from "./adapters/command-line/run.ts";
import { localeFrom, localeOption, openTerminal } from "./adapters/command-line/terminal.ts";
import type { Text } from "./engine/definition/problem.ts";

/*
 * The front door: declarations only. Each command is flags → one lazily imported call → exit code; what a command does
 * stands in `adapters/command-line/<command>.ts`.
 */
const argv = process.argv.slice(2);
const terminal = openTerminal(localeOption(argv) ?? localeFrom());
const say = (text: Text): string => terminal.pick(text);

/** Headings of `ordo --help`: who writes processes first, then who works by them, then who keeps them going. */
const GROUPS: readonly (readonly [heading: Text, names: string])[] = [
  [{ ru: "Написать процесс:", en: "Write processes:" }, "init check dry-run test explain eval table diagram demo"],
  [{ ru: "Ввести в действие:", en: "Put them in force:" }, "plan deploy versions migrate"],
  [{ ru: "Работать:", en: "Work by them:" }, "start tasks complete task record send"],
  [
    { ru: "Следить и вмешиваться:", en: "Watch and step in:" },
    "instances show why incidents retry suspend resume cancel registry",
  ],
];

const program = new Command("ordo")
  .description(
    say({
      ru: "Процессы компании в YAML: проверить, прогнать, ввести в действие и вести.",
      en: "A company's processes in YAML: check them, try them, put them in force, run them.",
    }),
  )
  .usage(say({ ru: "<команда> [аргументы]", en: "<command> [arguments]" }))
  .option("-V, --version", say({ ru: "показать версию", en: "print the version" }))
  .action(async (options: { version?: boolean }) => {
    if (!options.version) return program.outputHelp();
    const { version } = await import("./adapters/command-line/version.ts");
    endWith(version(terminal));
  });
program.addHelpText(
  "after",
  say({
    ru: "\nКоды выхода: 0 — всё в порядке, 1 — проверенное не выполняется или отказано, 2 — неверный вызов, 3 — выполнить не удалось.\nПодробно о команде: ordo <команда> --help",
    en: "\nExit codes: 0 fine, 1 what was checked does not hold or was refused, 2 wrong use, 3 could not run.\nMore about a command: ordo <command> --help",
  }),
);

command("check", "[paths...]", {
  ru: "найти все ошибки в файлах процессов",
  en: "find every problem in the process files",
})
  .addOption(
    new Option("--format <format>", say({ ru: "вид вывода", en: "form of the output" })).choices([
      "text",
      "json",
      "github",
    ]),
  )
  .option("--json", say({ ru: "то же, что --format json", en: "the same as --format json" }))
  .option(
    "--fix",
    say({
      ru: "исправить то, что исправляется без сомнений (комментарии остаются)",
      en: "mend what can be mended without a doubt (comments stay)",
    }),
  )
  .option("--strict", say({ ru: "предупреждения — тоже ошибки", en: "warnings fail too" }))
  .option(
    "--directory <file>",
    say({ ru: "по какому справочнику людей проверять", en: "the directory of people to check against" }),
  )
  .option(
    "--fresh",
    say({
      ru: "проверить заново и то, что не менялось с прошлой проверки",
      en: "check again even what has not changed since it was found fine",
    }),
  )
  .addHelpText(
    "after",
    examples(["check", "check processes/invoice-approval", "check --json > problems.json", "check --fix"]),
  )
  .action(async (paths: string[], options) => {
    const { check } = await import("./adapters/command-line/check.ts");
    endWith(await check(paths, options, terminal));
  });

command("dry-run", "<process>", {
  ru: "прогнать один процесс на примерных данных и виртуальных часах",
  en: "run one instance on sample data and a virtual clock",
})
  .option(
    "--scenario <file>",
    say({ ru: "сценарий: данные и ответы людей", en: "scenario: the data and people's answers" }),
  )
  .option("--input <file>", say({ ru: "входные данные (YAML или JSON)", en: "the input (YAML or JSON)" }))
  .option(
    "--event <file>",
    say({ ru: "событие, с которого начать (YAML или JSON)", en: "the event to start from (YAML or JSON)" }),
  )
  .option("--records <file>", say({ ru: "записи CRM", en: "the records of the CRM" }))
  .option("--directory <file>", say({ ru: "справочник людей", en: "the directory of people" }))
  .option(
    "--at <instant>",
    say({ ru: "когда начать: 2026-11-20T10:00:00+03:00", en: "when to start: 2026-11-20T10:00:00+03:00" }),
  )
  .addOption(
    new Option(
      "--answers <who>",
      say({
        ru: "кто отвечает за людей: вопросы в терминале или никто",
        en: "who answers for the people: questions in the terminal, or nobody",
      }),
    ).choices(["ask", "none"]),
  )
  .option("--json", say({ ru: "один документ JSON для программ", en: "one JSON document for programs" }))
  .addHelpText(
    "after",
    examples([
      "dry-run lead-distribution --scenario processes/lead-distribution/scenarios/silence.yaml",
      "dry-run invoice-approval --input invoice.yaml --answers ask",
    ]),
  )
  .action(async (process: string, options) => {
    const { dryRun } = await import("./adapters/command-line/dry-run.ts");
    endWith(await dryRun(process, options, terminal));
  });

command("test", "[paths...]", { ru: "прогнать сценарии", en: "run the scenarios" })
  .option(
    "--coverage",
    say({ ru: "показать, чего не касается ни один сценарий", en: "show what no scenario has visited" }),
  )
  .option(
    "--watch",
    say({ ru: "прогонять снова при каждом изменении файлов", en: "run again whenever a file changes" }),
  )
  .option("--json", say({ ru: "один документ JSON для программ", en: "one JSON document for programs" }))
  .addHelpText("after", examples(["test", "test processes/lead-distribution --coverage", "test --watch"]))
  .action(async (paths: string[], options) => {
    const { test } = await import("./adapters/command-line/test.ts");
    endWith(await test(paths, options, terminal));
  });

command("explain", "[code]", {
  ru: "что значит код ошибки, с неверным и верным примером",
  en: "what a problem's code means, with a wrong and a right example",
})
  .option("--json", say({ ru: "один документ JSON для программ", en: "one JSON document for programs" }))
  .addHelpText("after", examples(["explain", "explain step-target-exists"]))
  .action(async (code: string | undefined, options) => {
    const { explain } = await import("./adapters/command-line/explain.ts");
    endWith(await explain(code, options, terminal));
  });

command("eval", "[expression]", { ru: "вычислить выражение FEEL", en: "evaluate one FEEL expression" })
  .option("--with <file>", say({ ru: "переменные (YAML или JSON)", en: "the variables (YAML or JSON)" }))
  .option("--at <instant>", say({ ru: "который час для now() и today()", en: "what time it is for now() and today()" }))
  .option(
    "-i, --interactive",
    say({
      ru: "разговор: выражение в строке (:let, :vars, :quit)",
      en: "a conversation: one expression a line (:let, :vars, :quit)",
    }),
  )
  .option(
    "--batch",
    say({
      ru: "строки JSON со стандартного ввода: { id, expression, context, lets, mode: strict или dmn }",
      en: "JSON lines from standard input: { id, expression, context, lets, mode: strict or dmn }",
    }),
  )
  .option("--json", say({ ru: "один документ JSON для программ", en: "one JSON document for programs" }))
  .addHelpText(
    "after",
    examples([
      "eval '1 + 2 * 3'",
      "eval 'amount > 100000' --with input.yaml",
      "eval -i --with input.yaml",
      "eval --batch < cases.jsonl > values.jsonl",
    ]),
  )
  .action(async (expression: string | undefined, options) => {
    const { evaluate } = await import("./adapters/command-line/eval.ts");
    endWith(await evaluate(expression, options, terminal));
  });

command("table", "", {
  ru: "таблицы решений: проверить, вычислить, выгрузить и загрузить CSV",
  en: "decision tables: check, evaluate, export and import CSV",
})
  .addArgument(
    new Argument("<action>", say({ ru: "что сделать", en: "what to do" })).choices([
      "check",
      "eval",
      "export",
      "import",
    ]),
  )
  .argument("[process]", say({ ru: "процесс", en: "the process" }))
  .argument("[table]", say({ ru: "таблица, если их несколько", en: "the table, if there are several" }))
  .option(
    "--with <file>",
    say({ ru: "для eval: переменные (YAML или JSON)", en: "of eval: the variables (YAML or JSON)" }),
  )
  .option("--csv <file>", say({ ru: "для import: файл с правилами", en: "of import: the file of rules" }))
  .option("-o, --out <file>", say({ ru: "для export: куда записать", en: "of export: where to write it" }))
  .option(
    "--batch",
    say({
      ru: "для eval: строки JSON со стандартного ввода: { id, table, context }",
      en: "of eval: JSON lines from standard input: { id, table, context }",
    }),
  )
  .option("--json", say({ ru: "один документ JSON для программ", en: "one JSON document for programs" }))
  .addHelpText(
    "after",
    examples([
      "table check invoice-approval",
      "table eval invoice-approval route --with input.yaml",
      "table export invoice-approval route --out route.csv",
      "table eval --batch < cases.jsonl > values.jsonl",
    ]),
  )
  .action(
    async (
      action: "check" | "eval" | "export" | "import",
      process: string | undefined,
      name: string | undefined,
      options,
    ) => {
      const { table } = await import("./adapters/command-line/table.ts");
      endWith(await table(action, { process, table: name }, options, terminal));
    },
  );

command("diagram", "<process>", { ru: "нарисовать процесс", en: "draw the process" })
  .addOption(
    new Option("--format <format>", say({ ru: "картинка или BPMN 2.0 XML", en: "a picture or BPMN 2.0 XML" }))
      .choices(["svg", "bpmn"])
      .default("svg"),
  )
  .option(
    "-o, --out <file>",
    say({ ru: "куда записать (иначе — на стандартный вывод)", en: "where to write it (else standard output)" }),
  )
  .addHelpText(
    "after",
    examples(["diagram lead-distribution --out lead.svg", "diagram lead-distribution --format bpmn > lead.bpmn"]),
  )
  .action(async (process: string, options) => {
    const { diagram } = await import("./adapters/command-line/diagram.ts");
    endWith(await diagram(process, options, terminal));
  });

command("plan", "[paths...]", {
  ru: "что изменит развёртывание и у каких идущих процессов",
  en: "what a deploy would change, and for which running instances",
})
  .option(
    "--retire <process...>",
    say({ ru: "процессы, которые больше не запускать", en: "processes nobody may start any more" }),
  )
  .option("--json", json())
  .addHelpText("after", examples(["plan", "plan processes/invoice-approval --json"]))
  .action(async (paths: string[], options) => {
    const { plan } = await import("./adapters/command-line/plan.ts");
    endWith(await plan(paths, options, terminal));
  });

command("deploy", "[paths...]", {
  ru: "ввести процессы в действие: новые запуски пойдут по ним, идущие останутся на своих версиях",
  en: "put processes in force: new starts run on them, running instances stay on their versions",
})
  .option(
    "--plan <digest>",
    say({ ru: "применить ровно тот план, что показал ordo plan", en: "apply exactly the plan that ordo plan showed" }),
  )
  .option(
    "--retire <process...>",
    say({ ru: "процессы, которые больше не запускать", en: "processes nobody may start any more" }),
  )
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText("after", examples(["deploy", "deploy --plan 3f9a1c2b77d0"]))
  .action(async (paths: string[], options) => {
    const { deploy } = await import("./adapters/command-line/deploy.ts");
    endWith(await deploy(paths, options, terminal));
  });

command("migrate", "[instances...]", {
  ru: "перевести идущие процессы на действующую версию",
  en: "move running instances to the version in force",
})
  .option("--process <process>", say({ ru: "все идущие этого процесса", en: "all running ones of this process" }))
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText("after", examples(["migrate invoice-approval/12", "migrate --process lead-distribution"]))
  .action(async (instances: string[], options) => {
    const { migrate } = await import("./adapters/command-line/migrate.ts");
    endWith(await migrate(instances, options, terminal));
  });

command("start", "<process>", { ru: "запустить процесс", en: "start a process" })
  .option("--input <file>", say({ ru: "данные запуска (YAML или JSON)", en: "the input (YAML or JSON)" }))
  .option(
    "--set <field=value>",
    say({ ru: "одно поле; можно повторять", en: "one field; may be repeated" }),
    collected,
    [],
  )
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText(
    "after",
    examples([
      "start discount-approval --set company=company/7 --set brand=Bravante --set discount=12 --set justification='Постоянный клиент' --as manager-1",
    ]),
  )
  .action(async (process: string, options) => {
    const { start } = await import("./adapters/command-line/start.ts");
    endWith(await start(process, options, terminal));
  });

command("tasks", "", { ru: "задания людям", en: "tasks for people" })
  .option("--all", say({ ru: "всех, а не только мои", en: "everybody's, not only mine" }))
  .option("--user <user>", say({ ru: "этого сотрудника", en: "of this person" }))
  .option("--process <process>", say({ ru: "этого процесса", en: "of this process" }))
  .option("--instance <instance>", say({ ru: "одного процесса", en: "of this instance" }))
  .option("--about <record>", say({ ru: "об этой записи CRM", en: "about this record" }))
  .option("--limit <count>", limit())
  .option("--after <cursor>", after())
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText("after", examples(["tasks --user head-1", "tasks --all --json"]))
  .action(async (options) => {
    const { tasks } = await import("./adapters/command-line/tasks.ts");
    endWith(await tasks(options, terminal));
  });

command("complete", "<task>", { ru: "выполнить задание: принять решение", en: "complete a task: decide" })
  .option("--outcome <outcome>", say({ ru: "ответ", en: "the outcome" }))
  .option(
    "--set <field=value>",
    say({ ru: "поле формы; можно повторять", en: "a field of the form; may be repeated" }),
    collected,
    [],
  )
  .option("--input <file>", say({ ru: "форма из файла (YAML или JSON)", en: "the form from a file (YAML or JSON)" }))
  .option("--comment <text>", say({ ru: "комментарий", en: "a comment" }))
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText(
    "after",
    examples(["complete <task> --outcome approve --as head-1", "complete discount-approval/3 --outcome approve"]),
  )
  .action(async (task: string, options) => {
    const { complete } = await import("./adapters/command-line/complete.ts");
    endWith(await complete(task, options, terminal));
  });

command("task", "", {
  ru: "прочее с заданием: взять, вернуть, поручить, передать, спросить…",
  en: "other things with a task: claim, unclaim, delegate, reassign, ask…",
})
  .addArgument(
    new Argument("<action>", say({ ru: "что сделать", en: "what to do" })).choices([
      "claim",
      "unclaim",
      "delegate",
      "reassign",
      "comment",
      "recall",
      "ask-for-info",
      "add-approver",
    ]),
  )
  .argument("<task>", say({ ru: "задание", en: "the task" }))
  .option("--to <user>", say({ ru: "кому", en: "to whom" }))
  .option("--text <text>", say({ ru: "что написать или спросить", en: "what to write or to ask" }))
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText("after", examples(["task claim <task>", "task delegate <task> --to manager-2"]))
  .action(async (action, task: string, options) => {
    const { task: act } = await import("./adapters/command-line/task.ts");
    endWith(await act({ action, task }, options, terminal));
  });

command("record", "<record>", {
  ru: "записи встроенной CRM: показать, изменить, создать (события запускают процессы)",
  en: "records of the built-in CRM: show, change, create (their events start processes)",
})
  .option(
    "--set <field=value>",
    say({ ru: "записать поле; можно повторять", en: "write a field; may be repeated" }),
    collected,
    [],
  )
  .option("--create", say({ ru: "создать запись этого типа", en: "create a record of this type" }))
  .option("--delete", say({ ru: "удалить", en: "delete it" }))
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText(
    "after",
    examples([
      "record lead",
      "record lead/101",
      "record lead/101 --set stage=WON",
      "record lead --create --set title=…",
    ]),
  )
  .action(async (name: string, options) => {
    const { record } = await import("./adapters/command-line/record.ts");
    endWith(await record(name, options, terminal));
  });

command("send", "<message>", {
  ru: "передать процессу сообщение по имени (как веб-хук)",
  en: "hand a message in by name (as a webhook would)",
})
  .option("--key <key>", say({ ru: "какому из ждущих", en: "for which of those that wait" }))
  .option(
    "--set <field=value>",
    say({ ru: "поле сообщения; можно повторять", en: "a field of the message; may be repeated" }),
    collected,
    [],
  )
  .option("--id <id>", say({ ru: "номер: второй раз тот же не действует", en: "its id: the same again does nothing" }))
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText("after", examples(["send payment-received --key invoice/12 --set amount=1500"]))
  .action(async (name: string, options) => {
    const { send } = await import("./adapters/command-line/send.ts");
    endWith(await send(name, options, terminal));
  });

command("instances", "", { ru: "процессы: идущие и завершённые", en: "instances: running and ended" })
  .option("--process <process>", say({ ru: "этого процесса", en: "of this process" }))
  .option(
    "--status <status>",
    say({
      ru: "running, suspended, completed, failed, canceled",
      en: "running, suspended, completed, failed, canceled",
    }),
  )
  .option("--requester <user>", say({ ru: "кто запустил", en: "who started it" }))
  .option("--key <key>", say({ ru: "деловой ключ", en: "the business key" }))
  .option("--text <text>", say({ ru: "часть названия", en: "part of the subject" }))
  .option("--from <date>", say({ ru: "запущенные с", en: "started from" }))
  .option("--to <date>", say({ ru: "запущенные до", en: "started before" }))
  .option("--archived", say({ ru: "из архива", en: "of the archive" }))
  .option("--limit <count>", limit())
  .option("--after <cursor>", after())
  .option("--json", json())
  .addHelpText("after", examples(["instances --status running", "instances --process invoice-approval --json"]))
  .action(async (options) => {
    const { instances } = await import("./adapters/command-line/instances.ts");
    endWith(await instances(options, terminal));
  });

command("show", "<instance>", {
  ru: "один процесс целиком: где стоит, что было",
  en: "one instance: where it stands, what happened",
})
  .option("--all", say({ ru: "вся история, без сокращений", en: "all of its history" }))
  .option("--json", json())
  .addHelpText("after", examples(["show lead-distribution/3"]))
  .action(async (instance: string, options) => {
    const { show } = await import("./adapters/command-line/show.ts");
    endWith(await show(instance, options, terminal));
  });

command("why", "<target>", {
  ru: "почему стоит здесь, почему у меня, что сдвинет с места (процесс или задание)",
  en: "why here, why me, what unblocks it (an instance or a task)",
})
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText("after", examples(["why lead-distribution/3"]))
  .action(async (target: string, options) => {
    const { why } = await import("./adapters/command-line/why.ts");
    endWith(await why(target, options, terminal));
  });

command("incidents", "", { ru: "сбои, которые ждут человека", en: "incidents that wait for a person" })
  .option("--process <process>", say({ ru: "этого процесса", en: "of this process" }))
  .option("--instance <instance>", say({ ru: "одного процесса", en: "of this instance" }))
  .option("--code <code>", say({ ru: "с этим кодом", en: "of this code" }))
  .option("--limit <count>", limit())
  .option("--after <cursor>", after())
  .option("--json", json())
  .addHelpText("after", examples(["incidents"]))
  .action(async (options) => {
    const { incidents } = await import("./adapters/command-line/incidents.ts");
    endWith(await incidents(options, terminal));
  });

command("retry", "", { ru: "повторить то, что остановил сбой", en: "try again what an incident stopped" })
  .argument("[instance]", say({ ru: "процесс", en: "the instance" }))
  .argument("[incident]", say({ ru: "сбой, если их несколько", en: "the incident, if there are several" }))
  .option("--code <code>", say({ ru: "все сбои с этим кодом", en: "all incidents of this code" }))
  .option("--process <process>", say({ ru: "все сбои этого процесса", en: "all incidents of this process" }))
  .option("--as <user>", as())
  .option("--json", json())
  .addHelpText("after", examples(["retry invoice-approval/12", "retry --code HTTP_503"]))
  .action(async (instance: string | undefined, incident: string | undefined, options) => {
    const { retry } = await import("./adapters/command-line/retry.ts");
    endWith(await retry({ instance, incident }, options, terminal));
  });

command("suspend", "<instance>", { ru: "приостановить процесс", en: "suspend an instance" })
  .option("--reason <text>", say({ ru: "почему", en: "why" }))
  .option("--as <user>", as())
  .option("--json", json())
  .action(async (instance: string, options) => {
    const { suspend } = await import("./adapters/command-line/suspend.ts");
    endWith(await suspend(instance, options, terminal));
  });

command("resume", "<instance>", { ru: "продолжить приостановленный процесс", en: "resume a suspended instance" })
  .option("--as <user>", as())
  .option("--json", json())
  .action(async (instance: string, options) => {
    const { resume } = await import("./adapters/command-line/resume.ts");
    endWith(await resume(instance, options, terminal));
  });

command("cancel", "<instance>", { ru: "отменить процесс", en: "cancel an instance" })
  .option("--reason <text>", say({ ru: "почему", en: "why" }))
  .option(
    "--withdraw",
    say({ ru: "отозвать, как сделал бы тот, кто запустил", en: "withdraw it, as who started it would" }),
  )
  .option("--as <user>", as())
  .option("--json", json())
  .action(async (instance: string, options) => {
    const { cancel } = await import("./adapters/command-line/cancel.ts");
    endWith(await cancel(instance, options, terminal));
  });

command("versions", "", { ru: "развёрнутые версии процессов", en: "deployed versions of processes" })
  .option("--json", json())
  .action(async (options) => {
    const { versions } = await import("./adapters/command-line/versions.ts");
    endWith(await versions(options, terminal));
  });

command("serve", "", {
  ru: "работать: исполнять процессы, будить по срокам, принимать команды",
  en: "work: run processes, keep deadlines, take commands",
})
  .addHelpText("after", examples(["serve"]))
  .action(async () => {
    const { serve } = await import("./adapters/command-line/serve.ts");
    endWith(await serve("serve", terminal));
  });

command("worker", "", {
  ru: "ещё один работник на той же базе (PostgreSQL)",
  en: "one more worker on the same database (PostgreSQL)",
})
  .addHelpText("after", examples(["worker"]))
  .action(async () => {
    const { serve } = await import("./adapters/command-line/serve.ts");
    endWith(await serve("worker", terminal));
  });

command("workers", "", { ru: "кто исполняет процессы", en: "who runs the processes" })
  .option("--all", say({ ru: "и тех, кто ушёл", en: "also those that left" }))
  .option("--json", json())
  .action(async (options) => {
    const { workers } = await import("./adapters/command-line/workers.ts");
    endWith(await workers(options, terminal));
  });

command("registry", "", {
  ru: "реестры: показать, выгрузить, проверить печати",
  en: "registries: list, export, verify the seals",
})
  .addArgument(
    new Argument("<action>", say({ ru: "что сделать", en: "what to do" })).choices(["list", "export", "verify"]),
  )
  .argument("[registry]", say({ ru: "реестр", en: "the registry" }))
  .addOption(
    new Option("--format <format>", say({ ru: "для export: вид", en: "of export: its form" })).choices(["csv", "xes"]),
  )
  .option("-o, --out <file>", say({ ru: "для export: куда записать", en: "of export: where to write it" }))
  .option("--json", json())
  .addHelpText(
    "after",
    examples(["registry list", "registry export discount-changes --out discounts.csv", "registry verify"]),
  )
  .action(async (action: "list" | "export" | "verify", name: string | undefined, options) => {
    const { registry } = await import("./adapters/command-line/registry.ts");
    endWith(await registry({ action, name }, options, terminal));
  });

command("backup", "", {
  ru: "резервная копия всей базы, не останавливая работу",
  en: "a backup of the whole store while work goes on",
})
  .option("--to <folder>", say({ ru: "папка (иначе backups)", en: "the folder (else backups)" }))
  .option("--verify <file>", say({ ru: "проверить готовую копию", en: "look through a backup" }))
  .option("--json", json())
  .addHelpText("after", examples(["backup", "backup --verify backups/ordo-2026-11-23T21-00-00Z.jsonl.gz"]))
  .action(async (options) => {
    const { backup } = await import("./adapters/command-line/backup.ts");
    endWith(await backup(options, terminal));
  });

command("restore", "<file>", { ru: "восстановить базу из резервной копии", en: "put a backup into the store" })
  .option("--replace", say({ ru: "заменить то, что в базе есть", en: "replace what the store holds" }))
  .option("--json", json())
  .action(async (file: string, options) => {
    const { restore } = await import("./adapters/command-line/restore.ts");
    endWith(await restore(file, options, terminal));
  });

command("rebuild", "", {
  ru: "сверить базу с историей каждого процесса",
  en: "compare the store with the history of every instance",
})
  .option("--repair", say({ ru: "записать заново то, что расходится", en: "write anew what differs" }))
  .option("--json", json())
  .addHelpText("after", examples(["rebuild", "rebuild --repair"]))
  .action(async (options) => {
    const { rebuild } = await import("./adapters/command-line/rebuild.ts");
    endWith(await rebuild(options, terminal));
  });

const calendar = command("calendar", "", { ru: "производственный календарь", en: "the business calendar" });
calendar.action(() => calendar.outputHelp());
calendar
  .command("import <file>")
  .summary(say({ ru: "внести год из файла издателя", en: "enter a year from a publisher's file" }))
  .description(say({ ru: "внести год из файла издателя", en: "enter a year from a publisher's file" }))
  .addOption(
    new Option("--format <format>", say({ ru: "чей файл", en: "whose file" })).choices(["xmlcalendar", "isdayoff"]),
  )
  .option("--year <year>", say({ ru: "год", en: "the year" }))
  .option("--name <calendar>", say({ ru: "календарь (иначе ru-office)", en: "the calendar (else ru-office)" }))
  .option("--json", json())
  .action(async (file: string, options) => {
    const { calendarImport } = await import("./adapters/command-line/calendar-import.ts");
    endWith(await calendarImport(file, options, terminal));
  });

command("doctor", "", {
  ru: "проверить настройки, связи, часы, права — и сказать, что делать",
  en: "check configuration, connections, clock, rights, each with a remedy",
})
  .option("--json", json())
  .action(async (options) => {
    const { doctor } = await import("./adapters/command-line/doctor.ts");
    endWith(await doctor(options, terminal));
  });

command("init", "[folder]", {
  ru: "новая папка: один процесс, один сценарий, примерные данные",
  en: "a new folder: one process, one scenario, sample data",
})
  .addHelpText("after", examples(["init", "init my-company"]))
  .action(async (folder: string | undefined) => {
    const { init } = await import("./adapters/command-line/init.ts");
    endWith(await init(folder ?? ".", terminal));
  });

command("demo", "", { ru: "по одной истории каждого поставляемого процесса", en: "one story of each shipped process" })
  .addHelpText("after", examples(["demo"]))
  .action(async () => {
    const { demo } = await import("./adapters/command-line/demo.ts");
    endWith(await demo(terminal));
  });

void runCommandLine(program, argv, terminal);

function command(name: string, usage: string, description: Text): Command {
  return program
    .command(usage === "" ? name : `${name} ${usage}`)
    .helpGroup(say(groupOf(name)))
    .summary(say(description))
    .description(say(description));
}

/** Under which heading of `ordo --help` a command stands. */
function groupOf(name: string): Text {
  for (const [heading, names] of GROUPS) if (names.split(" ").includes(name)) return heading;
  return { ru: "Движок:", en: "Engine:" };
}

function examples(lines: readonly string[]): string {
  return [`\n${say({ ru: "Примеры:", en: "Examples:" })}`, ...lines.map((line) => `  ordo ${line}`)].join("\n");
}

function json(): string {
  return say({ ru: "один документ JSON для программ", en: "one JSON document for programs" });
}

function as(): string {
  return say({
    ru: "от чьего имени (для администраторов; запишется)",
    en: "in whose name (for administrators; it is recorded)",
  });
}

function limit(): string {
  return say({ ru: "не больше стольких", en: "at most so many" });
}

function after(): string {
  return say({ ru: "продолжить с этого места", en: "go on from there" });
}

/** Of an option that may be repeated. */
function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
