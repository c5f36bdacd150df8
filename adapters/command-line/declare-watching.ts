import type { FrontDoor } from "./front-door.ts";
import { endWith } from "./run.ts";

/** Commands of who watches over running instances. */
export function declareWatching(door: FrontDoor): void {
  const { option, argument, say, examples, json, as, limit, after, terminal } = door;
  const command = door.under({ ru: "Следить и вмешиваться:", en: "Watch and step in:" });

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
      const { instances } = await import("./instances.ts");
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
      const { show } = await import("./show.ts");
      endWith(await show(instance, options, terminal));
    });

  command("file", "<reference>", {
    ru: "документ или вложение: что это; записать в файл",
    en: "a document or an attachment: what it is; write it out",
  })
    .option(
      "-o, --out <file>",
      say({ ru: "куда записать; - — в стандартный вывод", en: "where to write it; - is standard output" }),
    )
    .option("--json", json())
    .addHelpText("after", examples(["file f-3fa9c1d2e4", "file f-3fa9c1d2e4 --out лист.pdf"]))
    .action(async (reference: string, options) => {
      const { file } = await import("./file.ts");
      endWith(await file(reference, options, terminal));
    });

  command("why", "<target>", {
    ru: "почему стоит здесь, почему у меня, что сдвинет с места (процесс или задание)",
    en: "why here, why me, what unblocks it (an instance or a task)",
  })
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText("after", examples(["why lead-distribution/3"]))
    .action(async (target: string, options) => {
      const { why } = await import("./why.ts");
      endWith(await why(target, options, terminal));
    });

  command("incidents", "", { ru: "сбои, которые ждут человека", en: "incidents that wait for a person" })
    .option("--process <process>", say({ ru: "этого процесса", en: "of this process" }))
    .option("--instance <instance>", say({ ru: "одного процесса", en: "of this instance" }))
    .option("--code <code>", say({ ru: "с этим кодом", en: "of this code" }))
    .option(
      "--settle <incident>",
      say({
        ru: "закрыть то, что нельзя повторить: с ним разобрались",
        en: "settle what nothing can retry: it was seen to",
      }),
    )
    .option(
      "--seen <incident>",
      say({
        ru: "отметить увиденным: об этом сбое больше не оповещать",
        en: "mark as seen: nobody is alerted of it again",
      }),
    )
    .option("--as <user>", as())
    .option("--limit <count>", limit())
    .option("--after <cursor>", after())
    .option("--json", json())
    .addHelpText("after", examples(["incidents"]))
    .action(async (options) => {
      if (options.seen !== undefined) {
        const { seeIncident } = await import("./see-incident.ts");
        return endWith(await seeIncident(options.seen, options, terminal));
      }
      const { incidents } = await import("./incidents.ts");
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
      const { retry } = await import("./retry.ts");
      endWith(await retry({ instance, incident }, options, terminal));
    });

  command("suspend", "<instance>", { ru: "приостановить процесс", en: "suspend an instance" })
    .option("--reason <text>", say({ ru: "почему", en: "why" }))
    .option("--as <user>", as())
    .option("--json", json())
    .action(async (instance: string, options) => {
      const { suspend } = await import("./suspend.ts");
      endWith(await suspend(instance, options, terminal));
    });

  command("resume", "<instance>", { ru: "продолжить приостановленный процесс", en: "resume a suspended instance" })
    .option("--as <user>", as())
    .option("--json", json())
    .action(async (instance: string, options) => {
      const { resume } = await import("./resume.ts");
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
      const { cancel } = await import("./cancel.ts");
      endWith(await cancel(instance, options, terminal));
    });

  command("messages", "", {
    ru: "сообщения людям: что ушло, что ждёт; отпустить или выбросить придержанные",
    en: "messages to people: what left, what waits; release or drop those that are held",
  })
    .addArgument(argument("[action]", say({ ru: "что сделать", en: "what to do" })).choices(["release", "drop"]))
    .argument("[keys...]", say({ ru: "какие: их ключи", en: "which: their keys" }))
    .option("--held", say({ ru: "придержанные", en: "those that are held" }))
    .option("--waiting", say({ ru: "те, чьё время не пришло", en: "those whose time has not come" }))
    .option("--uncertain", say({ ru: "неизвестно, ушли ли", en: "nobody knows whether they went out" }))
    .option("--refused", say({ ru: "не принятые", en: "those that were refused" }))
    .option("--undelivered", say({ ru: "ушли, но не дошли", en: "left, and did not arrive" }))
    .option("--to <whom>", say({ ru: "кому: сотрудник или запись CRM", en: "to whom: a person or a record" }))
    .option("--channel <channel>", say({ ru: "по каналу: portal, email, sms", en: "by a channel: portal, email, sms" }))
    .option("--process <process>", say({ ru: "этого процесса", en: "of this process" }))
    .option("--instance <instance>", say({ ru: "одного процесса", en: "of this instance" }))
    .option("--all", say({ ru: "для release и drop: все придержанные", en: "of release and drop: all that are held" }))
    .option("--yes", say({ ru: "для release и drop: без вопроса", en: "of release and drop: without a question" }))
    .option("--limit <count>", limit())
    .option("--after <cursor>", after())
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText(
      "after",
      examples(["messages --held", "messages release --process lead-distribution", "messages drop <key>"]),
    )
    .action(async (action: "release" | "drop" | undefined, keys: readonly string[], options) => {
      const { messages } = await import("./messages.ts");
      endWith(await messages({ action, keys }, options, terminal));
    });

  command("outgoing", "", {
    ru: "уходят ли сообщения: показать и переключить канал",
    en: "whether messages leave: show, and switch a channel",
  })
    .argument("[channel]", say({ ru: "portal, email, sms", en: "portal, email, sms" }))
    .argument(
      "[mode]",
      say({
        ru: "live, hold, redirect:<адрес>; configured — как в ordo.yaml",
        en: "live, hold, redirect:<address>; configured: as in ordo.yaml",
      }),
    )
    .option("--reason <text>", say({ ru: "почему", en: "why" }))
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText(
      "after",
      examples(["outgoing", `outgoing sms hold --reason ${say({ ru: "'не тот текст'", en: "'the wrong text'" })}`]),
    )
    .action(async (channel: string | undefined, mode: string | undefined, options) => {
      const { outgoing } = await import("./outgoing.ts");
      endWith(await outgoing({ channel, mode }, options, terminal));
    });

  command("registry", "", {
    ru: "реестры: показать, выгрузить, проверить печати",
    en: "registries: list, export, verify the seals",
  })
    .addArgument(
      argument("<action>", say({ ru: "что сделать", en: "what to do" })).choices(["list", "export", "verify"]),
    )
    .argument("[registry]", say({ ru: "реестр", en: "the registry" }))
    .addOption(
      option("--format <format>", say({ ru: "для export: вид", en: "of export: its form" })).choices(["csv", "xes"]),
    )
    .option("-o, --out <file>", say({ ru: "для export: куда записать", en: "of export: where to write it" }))
    .option("--json", json())
    .addHelpText(
      "after",
      examples(["registry list", "registry export discount-changes --out discounts.csv", "registry verify"]),
    )
    .action(async (action: "list" | "export" | "verify", name: string | undefined, options) => {
      const { registry } = await import("./registry.ts");
      endWith(await registry({ action, name }, options, terminal));
    });
}
