import { collected, type FrontDoor } from "./front-door.ts";
import { endWith } from "./run.ts";

/** Commands of people at work. */
export function declareWorking(door: FrontDoor): void {
  const { argument, say, examples, json, as, limit, after, terminal } = door;
  const command = door.under({ ru: "Работать:", en: "Work by them:" });

  command("start", "[process]", {
    ru: "запустить процесс: один раз или для каждой из записей",
    en: "start a process: once, or for each of many records",
  })
    .option("--input <file>", say({ ru: "данные запуска (YAML или JSON)", en: "the input (YAML or JSON)" }))
    .option(
      "--set <field=value>",
      say({ ru: "одно поле; можно повторять", en: "one field; may be repeated" }),
      collected,
      [],
    )
    .option(
      "--each <records>",
      say({
        ru: 'для каждой записи: тип и условие, "deal stageKind=open"',
        en: 'for each record: type and condition, "deal stageKind=open"',
      }),
    )
    .option("--with <input>", say({ ru: "вход, который получит запись", en: "the input that gets the record" }))
    .option("--preview", say({ ru: "только показать, что будет", en: "only show what would happen" }))
    .option("--rate <rate>", say({ ru: "не быстрее: 5/s, 100/m", en: "no faster: 5/s, 100/m" }))
    .option("--resume <batch>", say({ ru: "продолжить прерванную пачку", en: "go on with an interrupted batch" }))
    .option("--batches", say({ ru: "показать пачки", en: "list batches" }))
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText(
      "after",
      examples([
        'start company-total --each "company" --preview',
        'start category-sync --each "deal stageKind=open" --rate 5/s',
        "start discount-approval --set company=company/7 --set brand=Bravante --set discount=12 --set justification='Постоянный клиент' --as manager-1",
      ]),
    )
    .action(async (process: string | undefined, options) => {
      if (options.each !== undefined || options.resume !== undefined || options.batches) {
        const { startEach } = await import("./start-each.ts");
        return endWith(await startEach(process, options, terminal));
      }
      const { start } = await import("./start.ts");
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
      const { tasks } = await import("./tasks.ts");
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
      const { complete } = await import("./complete.ts");
      endWith(await complete(task, options, terminal));
    });

  command("task", "", {
    ru: "прочее с заданием: взять, вернуть, поручить, передать, спросить…",
    en: "other things with a task: claim, unclaim, delegate, reassign, ask…",
  })
    .addArgument(
      argument("<action>", say({ ru: "что сделать", en: "what to do" })).choices([
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
      const { task: act } = await import("./task.ts");
      endWith(await act({ action, task }, options, terminal));
    });

  command("absence", "", {
    ru: "отсутствия и замещения: показать, записать, убрать",
    en: "absences and substitutes: list, add, remove",
  })
    .addArgument(
      argument("[action]", say({ ru: "что сделать", en: "what to do" }))
        .choices(["list", "add", "remove"])
        .default("list"),
    )
    .argument("[id]", say({ ru: "для remove: номер отсутствия", en: "of remove: the absence's id" }))
    .option("--user <user>", say({ ru: "чьё; для add без него — ваше", en: "whose; of add without it: yours" }))
    .option("--from <date>", say({ ru: "для add: первый день", en: "of add: the first day" }))
    .option("--to <date>", say({ ru: "для add: последний день", en: "of add: the last day" }))
    .option("--substitute <user>", say({ ru: "для add: кто замещает", en: "of add: who stands in" }))
    .option("--all", say({ ru: "и прошедшие, и убранные", en: "those that ended or were removed, too" }))
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText(
      "after",
      examples([
        "absence",
        "absence add --from 2026-12-01 --to 2026-12-14 --substitute manager-2",
        "absence add --user manager-3 --from 2026-12-01 --as head-1",
      ]),
    )
    .action(async (action: "list" | "add" | "remove", id: string | undefined, options) => {
      const { absence } = await import("./absence.ts");
      endWith(await absence({ action, id }, options, terminal));
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
    .option(
      "--id <id>",
      say({ ru: "номер: второй раз тот же не действует", en: "its id: the same again does nothing" }),
    )
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText("after", examples(["send payment-received --key invoice/12 --set amount=1500"]))
    .action(async (name: string, options) => {
      const { send } = await import("./send.ts");
      endWith(await send(name, options, terminal));
    });
}
