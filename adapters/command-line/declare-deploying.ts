import type { FrontDoor } from "./front-door.ts";
import { endWith } from "./run.ts";

/** Commands that put processes in force. */
export function declareDeploying(door: FrontDoor): void {
  const { say, examples, json, as, terminal } = door;
  const command = door.under({ ru: "Ввести в действие:", en: "Put them in force:" });

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
      const { plan } = await import("./plan.ts");
      endWith(await plan(paths, options, terminal));
    });

  command("deploy", "[paths...]", {
    ru: "ввести процессы в действие: новые запуски пойдут по ним, идущие останутся на своих версиях",
    en: "put processes in force: new starts run on them, running instances stay on their versions",
  })
    .option(
      "--plan <digest>",
      say({
        ru: "применить ровно тот план, что показал ordo plan",
        en: "apply exactly the plan that ordo plan showed",
      }),
    )
    .option(
      "--retire <process...>",
      say({ ru: "процессы, которые больше не запускать", en: "processes nobody may start any more" }),
    )
    .option(
      "--from-folder",
      say({
        ru: "развернуть папку и там, где исходник — база (source: store)",
        en: "deploy the folder also where the database is the source (source: store)",
      }),
    )
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText("after", examples(["deploy", "deploy --plan 3f9a1c2b77d0"]))
    .action(async (paths: string[], options) => {
      const { deploy } = await import("./deploy.ts");
      endWith(await deploy(paths, options, terminal));
    });

  command("versions", "", { ru: "развёрнутые версии процессов", en: "deployed versions of processes" })
    .option("--json", json())
    .action(async (options) => {
      const { versions } = await import("./versions.ts");
      endWith(await versions(options, terminal));
    });

  command("export", "<process>", {
    ru: "файлы развёрнутой версии — в папку или в архив",
    en: "the files of a deployed version, in a folder or an archive",
  })
    .option(
      "--version <version>",
      say({ ru: "номер или отпечаток (иначе действующая)", en: "number or digest (else the one in force)" }),
    )
    .option(
      "--to <path>",
      say({ ru: "папка или файл.zip (иначе <процесс>-v<номер>)", en: "folder or file.zip (else <process>-v<number>)" }),
    )
    .option("--json", json())
    .addHelpText("after", examples(["export invoice-approval", "export invoice-approval --version 3 --to old.zip"]))
    .action(async (process: string, options) => {
      const { exportVersion } = await import("./export.ts");
      endWith(await exportVersion(process, options, terminal));
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
      const { migrate } = await import("./migrate.ts");
      endWith(await migrate(instances, options, terminal));
    });
}
