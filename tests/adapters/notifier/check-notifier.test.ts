import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkNotifier } from "../../../adapters/notifier/check-notifier.ts";
import { Section } from "../../../adapters/section.ts";
import { startSmsGateway, type TestSmsGateway } from "../../support/servers/sms-gateway.ts";
import { startSmtp, type TestSmtp } from "../../support/servers/smtp.ts";

const SECRETS = { SMTP_PASSWORD: "canary-mail", SMS_KEY: "canary-sms", WRONG: "canary-wrong" };

let mail: TestSmtp;
let gateway: TestSmsGateway;
beforeEach(async () => {
  mail = await startSmtp({ users: { robot: SECRETS.SMTP_PASSWORD } });
  gateway = await startSmsGateway(SECRETS.SMS_KEY);
});
afterEach(async () => {
  await mail.close();
  await gateway.close();
});

const found = async (channels: object, outgoing: object = {}, switched: Parameters<typeof checkNotifier>[1] = null) => {
  const findings = await checkNotifier(
    new Section({ channels, outgoing }, { environment: SECRETS, folder: "." }),
    switched,
  );
  expect(JSON.stringify(findings)).not.toContain("canary");
  return findings.map(({ check, status, says }) => `${status} ${check}: ${says.en}`);
};
const smtp = (more: object = {}) => ({
  smtp: {
    ...{ host: "localhost", port: mail.port, tls: "none", user: "robot", password: "${SMTP_PASSWORD}" },
    ...{ from: "robot@zernoipar.example", ...more },
  },
});

describe("ordo doctor, of messages", () => {
  test("says nothing where nothing leaves and nothing is held", async () => {
    expect(await found({})).toEqual([]);
  });

  test("logs in to the mail server and sends nothing; a password in clear is doubtful", async () => {
    expect(await found({ email: smtp() })).toEqual([
      `ok channel-email: The mail server localhost:${mail.port} answers and lets us in`,
      "warning channel-email: The password of the mail server localhost travels unencrypted",
    ]);
    expect(mail.letters).toEqual([]);
  });

  test("names a wrong password, an unknown host, a server that is not there", async () => {
    const [wrong] = await found({ email: smtp({ password: "${WRONG}" }) });
    expect(wrong).toBe("problem channel-email: The mail server localhost does not take the login or the password");
    const [unknown] = await found({ email: smtp({ host: "no-such-host.invalid" }) });
    expect(unknown).toBe("problem channel-email: There is no mail server no-such-host.invalid");
    const gone = await startSmtp();
    await gone.close();
    expect((await found({ email: smtp({ port: gone.port }) }))[0]).toMatch(/^problem channel-email: .*does not answer/);
  });

  test("a gateway that is described wrongly is a problem, not the end of the check", async () => {
    const gateway = { name: "my-gateway", send: { url: "https://x.example", form: { to: "{telefon}" } }, id: "id" };
    expect((await found({ sms: { gateway } }))[0]).toMatch(/^problem channel-sms: .*\{telefon\} stands for nothing/);
  });

  test("asks the gateway for its balance, and sends nothing", async () => {
    const sms = (key: string) => ({ sms: { "sms-ru": { key, url: gateway.url } } });
    expect(await found(sms("${SMS_KEY}"))).toEqual(["ok channel-sms: The SMS gateway sms-ru answers, balance 1234.5"]);
    expect(await found(sms("${WRONG}"))).toEqual([
      "problem channel-sms: The SMS gateway sms-ru does not let us in, or does not answer: 200",
    ]);
    expect(gateway.taken).toEqual([]);
  });

  test("warns of what is held or redirected, in the file or while running", async () => {
    expect(await found({}, { sms: "hold" }, new Map([["email", { kind: "redirect", to: "a@b.example" }]]))).toEqual([
      "warning outgoing: Messages of the channel email do not reach people: redirect:a@b.example (switched while running)",
      "warning outgoing: Messages of the channel sms do not reach people: hold (in ordo.yaml)",
    ]);
    expect(await found({ sms: "log" }, { email: "hold" })).toEqual([]);
  });
});
