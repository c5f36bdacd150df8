import { describe } from "vitest";
import { openLogChannel } from "../../adapters/notifier/log/open-log-channel.ts";
import { DESCRIBED, KEY, smsChannel, smsOf } from "../adapters/notifier/sms/sms-bench.ts";
import { letterOf, smtpChannel } from "../adapters/notifier/smtp/smtp-bench.ts";
import { startSmsGateway } from "../support/servers/sms-gateway.ts";
import { startSmtp } from "../support/servers/smtp.ts";
import { type ChannelBench, channelContract } from "./channel/channel.contract.ts";

const PHONES = [
  ["8 900 000-00-01", "+79000000001"],
  ["+79000000001", "+79000000001"],
  ["позвонить", null],
  ["", null],
] as const;

describe("the log", () => {
  channelContract(
    async () => ({
      channel: openLogChannel(),
      message: (key, more) => smsOf(key, more),
      received: null,
      addresses: [
        ["head-1", "head-1"],
        ["", null],
      ],
      close: async () => {},
    }),
    [],
  );
});

describe("SMTP", () => {
  channelContract(async (): Promise<ChannelBench> => {
    const server = await startSmtp();
    const channel = smtpChannel(server.port);
    const faults = {
      later: "later",
      no: "unknownAddress",
      lostAfter: "dropAfterLetter",
      lostBefore: "dropBeforeLetter",
    } as const;
    let isGone = false;
    const goAway = async (): Promise<void> => {
      if (!isGone) await server.close();
      isGone = true;
    };
    return {
      channel,
      message: (key, more) => letterOf(key, more),
      received: () => server.letters.map(({ mail }) => mail.text ?? ""),
      fail: (how) => void server.faults.push(faults[how]),
      goAway,
      addresses: [
        [" anna@Partner.example", "anna@partner.example"],
        ["иван@почта.рф", "иван@почта.рф"],
        ["anna@", null],
        ["", null],
      ],
      async close() {
        await channel.close();
        await goAway();
      },
    };
  }, []);
});

/** SMS through one of the gateways. */
function smsBench(section: (url: string) => Readonly<Record<string, unknown>>, no: number) {
  return async (): Promise<ChannelBench> => {
    const gateway = await startSmsGateway(KEY);
    let isGone = false;
    const goAway = async (): Promise<void> => {
      if (!isGone) await gateway.close();
      isGone = true;
    };
    const faults = { later: "busy", no: { code: no }, lostAfter: "dropAfter", lostBefore: "dropBefore" } as const;
    return {
      channel: smsChannel(section(gateway.url)),
      message: (key, more) => smsOf(key, more),
      received: () => gateway.taken.map(({ text }) => text),
      fail: (how) => void gateway.faults.push(faults[how]),
      goAway,
      addresses: PHONES,
      close: goAway,
    };
  };
}

describe("SMS.RU", () => {
  channelContract(
    smsBench((url) => ({ "sms-ru": { key: "${KEY}", url } }), 202),
    [KEY],
  );
});

describe("SMSC.ru", () => {
  channelContract(
    smsBench((url) => ({ smsc: { key: "${KEY}", url } }), 7),
    [KEY],
  );
});

describe("a described SMS gateway", () => {
  channelContract(
    smsBench((url) => ({ gateway: DESCRIBED(url) }), 7),
    [KEY],
  );
});
