import { doubtful, type Finding, fine, wrong } from "../../finding.ts";
import type { SmtpConfig } from "./config.ts";
import { smtpTransport } from "./open-smtp-channel.ts";
import { troubleOf } from "./smtp-outcome.ts";

const CHECK = "channel-email";

/** Connects to the mail server, greets it and logs in, under each login that is configured. No letter is sent. */
export async function checkSmtp(config: SmtpConfig): Promise<readonly Finding[]> {
  const own = Object.entries(config.identities).filter(([, { user }]) => user !== null);
  const findings: Finding[] = [];
  for (const name of [null, ...own.map(([mailbox]) => mailbox)]) findings.push(await checkLogin(config, name));
  if (config.tls === "none" && config.password !== null)
    findings.push(
      doubtful(
        CHECK,
        {
          ru: `Пароль почтового сервера ${config.host} уходит без шифрования`,
          en: `The password of the mail server ${config.host} travels unencrypted`,
        },
        { ru: "Напишите tls: implicit или tls: starttls", en: "Write tls: implicit or tls: starttls" },
      ),
    );
  return findings;
}

async function checkLogin(config: SmtpConfig, mailbox: string | null): Promise<Finding> {
  const { host, port } = config;
  const transport = smtpTransport(config, mailbox);
  const login = mailbox === null ? "" : ` (${mailbox})`;
  try {
    await transport.verify();
    return fine(
      CHECK,
      `Почтовый сервер ${host}:${port}${login} отвечает и пускает`,
      `The mail server ${host}:${port}${login} answers and lets us in`,
    );
  } catch (error) {
    const { code, originalCode, message } = error as {
      readonly code?: unknown;
      readonly originalCode?: unknown;
      readonly message?: unknown;
    };
    const codes = [code, originalCode].filter((one) => typeof one === "string");
    const trouble = troubleOf(codes, host, String(message));
    if (trouble !== null) return wrong(CHECK, trouble.message, trouble.remedy);
    return wrong(
      CHECK,
      {
        ru: `Почтовый сервер ${host}:${port}${login} не отвечает: ${String(message)}`,
        en: `The mail server ${host}:${port}${login} does not answer: ${String(message)}`,
      },
      { ru: "Проверьте host, port, tls и сеть", en: "Check host, port, tls and the network" },
    );
  } finally {
    transport.close();
  }
}
