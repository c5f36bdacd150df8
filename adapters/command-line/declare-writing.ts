import type { FrontDoor } from "./front-door.ts";
import { endWith } from "./run.ts";

/** Commands of who writes processes. */
export function declareWriting(door: FrontDoor): void {
  const { option, argument, say, examples, terminal } = door;
  const command = door.under({ ru: "Написать процесс:", en: "Write processes:" });

  command("init", "[folder]", {
    ru: "новая папка: один процесс, один сценарий, примерные данные",
    en: "a new folder: one process, one scenario, sample data",
  })
    .addHelpText("after", examples(["init", "init my-company"]))
    .action(async (folder: string | undefined) => {
      const { init } = await import("./init.ts");
      endWith(await init(folder ?? ".", terminal));
    });

  command("check", "[paths...]", {
    ru: "найти все ошибки в файлах процессов",
    en: "find every problem in the process files",
  })
    .addOption(
      option("--format <format>", say({ ru: "вид вывода", en: "form of the output" })).choices([
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
      const { check } = await import("./check.ts");
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
      option(
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
      const { dryRun } = await import("./dry-run.ts");
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
      const { test } = await import("./test.ts");
      endWith(await test(paths, options, terminal));
    });

  command("explain", "[code]", {
    ru: "что значит код ошибки, с неверным и верным примером",
    en: "what a problem's code means, with a wrong and a right example",
  })
    .option("--json", say({ ru: "один документ JSON для программ", en: "one JSON document for programs" }))
    .addHelpText("after", examples(["explain", "explain step-target-exists"]))
    .action(async (code: string | undefined, options) => {
      const { explain } = await import("./explain.ts");
      endWith(await explain(code, options, terminal));
    });

  command("eval", "[expression]", { ru: "вычислить выражение FEEL", en: "evaluate one FEEL expression" })
    .option("--with <file>", say({ ru: "переменные (YAML или JSON)", en: "the variables (YAML or JSON)" }))
    .option(
      "--at <instant>",
      say({ ru: "который час для now() и today()", en: "what time it is for now() and today()" }),
    )
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
      const { evaluate } = await import("./eval.ts");
      endWith(await evaluate(expression, options, terminal));
    });

  command("table", "", {
    ru: "таблицы решений: проверить, вычислить, выгрузить и загрузить CSV",
    en: "decision tables: check, evaluate, export and import CSV",
  })
    .addArgument(
      argument("<action>", say({ ru: "что сделать", en: "what to do" })).choices(["check", "eval", "export", "import"]),
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
        const { table } = await import("./table.ts");
        endWith(await table(action, { process, table: name }, options, terminal));
      },
    );

  const catalog = command("catalog", "", { ru: "словарь компании", en: "the company's vocabulary" });
  catalog.action(() => catalog.outputHelp());
  catalog
    .command("pull")
    .summary(say({ ru: "набросать по порталу или сверить с ним", en: "draft it from the portal, or compare" }))
    .description(
      say({
        ru: "набросать по порталу словарь и соответствие полей; когда они есть — показать, в чём портал разошёлся с ними",
        en: "draft catalogue and mapping from the portal; where they are there, show where the portal differs",
      }),
    )
    .option("--check", say({ ru: "код возврата 1, если есть расхождения", en: "exit code 1 where they differ" }))
    .option("--write", say({ ru: "внести новое в файлы", en: "write what is new into the files" }))
    .option("--json", say({ ru: "один документ JSON для программ", en: "one JSON document for programs" }))
    .addHelpText("after", examples(["catalog pull", "catalog pull --check", "catalog pull --write"]))
    .action(async (options) => {
      const { catalogPull } = await import("./catalog-pull.ts");
      endWith(await catalogPull(options, terminal));
    });

  command("diagram", "<process>", { ru: "нарисовать процесс", en: "draw the process" })
    .addOption(
      option("--format <format>", say({ ru: "картинка или BPMN 2.0 XML", en: "a picture or BPMN 2.0 XML" }))
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
      const { diagram } = await import("./diagram.ts");
      endWith(await diagram(process, options, terminal));
    });

  command("demo", "", {
    ru: "по одной истории каждого поставляемого процесса",
    en: "one story of each shipped process",
  })
    .addHelpText("after", examples(["demo"]))
    .action(async () => {
      const { demo } = await import("./demo.ts");
      endWith(await demo(terminal));
    });
}
