import { doubtful, type Finding, fine, skipped, wrong } from "../../finding.ts";
import { valueAt } from "./gateway.ts";
import { callGateway } from "./gateway-call.ts";
import type { SmsConfig } from "./open-sms-channel.ts";

const CHECK = "channel-sms";

/** Asks the gateway for the balance: whether it is there, knows the key, and has money. Nothing is sent. */
export async function checkSms(config: SmsConfig): Promise<readonly Finding[]> {
  const { gateway, values, secrets } = config;
  const { name, balance } = gateway;
  const unreported =
    gateway.reports !== null && config.reports === null && gateway.status === null
      ? [
          doubtful(
            CHECK,
            { ru: `Доставка SMS через ${name} неизвестна`, en: `Delivery of SMS through ${name} is not known` },
            {
              ru: "Задайте reports (секрет адреса для отчётов)",
              en: "Set reports (the secret of the reports' address)",
            },
          ),
        ]
      : [];
  if (balance === null)
    return [
      skipped(
        CHECK,
        `SMS-шлюз ${name}: нечем спросить (balance не описан)`,
        `The SMS gateway ${name} cannot be asked (no balance is described)`,
      ),
      ...unreported,
    ];
  const answer = await callGateway(balance.request, values, secrets, new AbortController().signal);
  if (answer.kind === "silence") return [unanswered(name, answer.code), ...unreported];
  const rest = answer.kind === "json" ? valueAt(answer.json, balance.paths, {}) : null;
  if (rest === null) {
    const code = answer.kind === "json" ? valueAt(answer.json, gateway.errors.paths, {}) : null;
    return [unanswered(name, code ?? `HTTP ${answer.status}`), ...unreported];
  }
  const money = Number(rest);
  if (Number.isFinite(money) && money <= 0)
    return [
      doubtful(
        CHECK,
        {
          ru: `На счёте SMS-шлюза ${name} нет денег: ${rest}`,
          en: `There is no money with the SMS gateway ${name}: ${rest}`,
        },
        { ru: "Пополните счёт: сообщения ждут и уйдут сами", en: "Pay in: messages wait and leave by themselves" },
      ),
      ...unreported,
    ];
  return [
    fine(CHECK, `SMS-шлюз ${name} отвечает, баланс ${rest}`, `The SMS gateway ${name} answers, balance ${rest}`),
    ...unreported,
  ];
}

function unanswered(name: string, code: string): Finding {
  return wrong(
    CHECK,
    {
      ru: `SMS-шлюз ${name} не пускает или не отвечает: ${code}`,
      en: `The SMS gateway ${name} does not let us in, or does not answer: ${code}`,
    },
    {
      ru: "Проверьте ключ в channels: sms и доступ к шлюзу",
      en: "Check the key of channels: sms, and the way to the gateway",
    },
  );
}
