import { once } from "node:events";
import { createServer } from "node:net";
import type { Configuration } from "../configuration/configuration.ts";
import { doubtful, type Finding, fine, wrong } from "../finding.ts";
import { readInbound } from "./config.ts";
import { unsound, withoutSoundSecret } from "./open-inbound.ts";

/** What `ordo doctor` says about inbound HTTP: secrets, the port, who can reach it. Nothing where none is configured. */
export async function checkInbound({ root }: Pick<Configuration, "root">): Promise<readonly Finding[]> {
  const config = readInbound(root);
  if (config === null) return [];
  const { host, port, messages } = config;
  const secrets = withoutSoundSecret(config).map((name) => {
    const { says, remedy } = unsound(name);
    return wrong("inbound-secrets", says, remedy);
  });
  const count = Object.keys(messages).length;
  if (secrets.length === 0)
    secrets.push(fine("inbound-secrets", `Вебхуков: ${count}, ключи заданы`, `Webhooks: ${count}, keys are set`));
  return [...secrets, await portFinding(host, port), reachable(host)];
}

/** A port that Ordo itself listens on while it works is taken, too: that is as it should be. */
async function portFinding(host: string, port: number): Promise<Finding> {
  const check = "inbound-port";
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
    return fine(check, `Порт ${port} на ${host} свободен`, `Port ${port} of ${host} is free`);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "?";
    if (code === "EADDRINUSE")
      return (await isOurs(host, port))
        ? fine(check, `На ${host}:${port} отвечает Ordo`, `Ordo answers on ${host}:${port}`)
        : wrong(
            check,
            { ru: `Порт ${port} на ${host} занят другой программой`, en: `Port ${port} of ${host} is taken` },
            { ru: "Назовите другой inbound.port", en: "Name another inbound.port" },
          );
    return wrong(
      check,
      { ru: `На ${host}:${port} нельзя слушать (${code})`, en: `Cannot listen on ${host}:${port} (${code})` },
      { ru: "Проверьте inbound.host и права на порт", en: "Check inbound.host and the right to the port" },
    );
  } finally {
    server.close();
  }
}

/** Does an Ordo that works already listen there? */
async function isOurs(host: string, port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://${host.includes(":") ? `[${host}]` : host}:${port}/healthz`, {
      signal: AbortSignal.timeout(2_000),
      redirect: "error",
    });
    return answer.status === 200 && (await answer.text()) === "ok\n";
  } catch {
    return false;
  }
}

function reachable(host: string): Finding {
  const check = "inbound-reachable";
  if (host === "127.0.0.1" || host === "::1" || host === "localhost")
    return fine(
      check,
      "Слушает только эту машину: наружу его открывает ваш прокси с TLS",
      "Listens to this machine alone: your proxy with TLS opens it to the outside",
    );
  return doubtful(
    check,
    {
      ru: `Слушает на ${host} без TLS: содержимое вебхуков видно в сети`,
      en: `Listens on ${host} without TLS: what webhooks bring can be read on the network`,
    },
    {
      ru: "Поставьте перед ним прокси с TLS и слушайте на 127.0.0.1",
      en: "Put a proxy with TLS in front, and listen on 127.0.0.1",
    },
  );
}
