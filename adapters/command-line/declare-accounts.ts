import { ACCOUNT_ACTIONS, type AccountAction } from "./account-actions.ts";
import { collected, type FrontDoor } from "./front-door.ts";
import { endWith } from "./run.ts";

/** Commands on who may sign in. */
export function declareAccounts(door: FrontDoor): void {
  const { argument, say, examples, json, terminal } = door;
  const command = door.under({ ru: "Кто входит:", en: "Who signs in:" });

  command("account", "", {
    ru: "учётные записи: пригласить, роли, новый пароль, отключить; токены API",
    en: "accounts: invite, roles, a new password, deactivate; API tokens",
  })
    .addArgument(
      argument("[action]", say({ ru: "что сделать (иначе list)", en: "what to do (else list)" })).choices([
        ...ACCOUNT_ACTIONS,
      ]),
    )
    .argument(
      "[whose]",
      say({
        ru: "сотрудник: id или часть имени; для revoke — токен",
        en: "the user: an id or a part of the name; of revoke the token",
      }),
    )
    .option(
      "--role <role>",
      say({
        ru: "роль: administrator, analyst, operator, person; можно повторять",
        en: "a role: administrator, analyst, operator, person; may be repeated",
      }),
      collected,
      [],
    )
    .option(
      "--login <login>",
      say({ ru: "с чем входит (иначе почта или id)", en: "what one signs in by (else mail or id)" }),
    )
    .option("--name <text>", say({ ru: "для token: для чего он", en: "of token: what it is for" }))
    .option(
      "--scope <permission>",
      say({
        ru: "для token: что можно (task.read); можно повторять",
        en: "of token: what it may do (task.read); may be repeated",
      }),
      collected,
      [],
    )
    .option("--for <duration>", say({ ru: "для token: на сколько (P90D)", en: "of token: for how long (P90D)" }))
    .option("--json", json())
    .addHelpText(
      "after",
      examples([
        "account invite head-1 --role analyst",
        "account reset head-1",
        "account roles head-1 --role analyst --role operator",
        "account deactivate manager-5",
        `account token manager-1 --name ${say({ ru: "'выгрузка в 1С'", en: "'export to ERP'" })} --scope registry.read --for P90D`,
      ]),
    )
    .action(async (action: AccountAction | undefined, whose: string | undefined, options) => {
      const { account } = await import("./account.ts");
      endWith(await account({ action, whose }, options, terminal));
    });
}
