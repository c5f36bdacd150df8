import { StoreUnavailable } from "../../engine/base/unavailable.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import { couldNotRun } from "../complaint.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Assembled } from "../engine/assemble.ts";
import { listeningAt } from "../handed-socket.ts";
import type { Holder } from "../host/holder.ts";
import type { ApiServer } from "../http/serve-api.ts";
import type { InboundServer } from "../inbound/serve-inbound.ts";
import { productVersion } from "../product-folder.ts";
import { unreachableStore } from "../unreachable-server.ts";
import { configured } from "./configured.ts";
import { stopEach } from "./stop-each.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** Milliseconds after which a second signal, or a stop that hangs, ends the process at once. */
const STOP_MS_MAX = 60_000;

/**
 * `ordo serve` and `ordo worker`: works until it is told to stop (SIGTERM, SIGINT), then finishes or hands back what is
 * in flight. With SQLite it holds the database, and other commands hand it their use cases.
 */
export async function serve(as: "serve" | "worker", terminal: Terminal): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal);
  const [{ assemble }, { handlersOf }, { holdHost }] = await Promise.all([
    import("../engine/assemble.ts"),
    import("../engine/handlers.ts"),
    import("../host/open-host.ts"),
  ]);
  const stopped = signal();
  let assembled: Assembled | null = null;
  const open = async () => {
    assembled = await assemble(configuration, logger);
    const { engine, close } = assembled;
    return { handlers: handlersOf(assembled, async () => engine.worker.poke()), close };
  };
  const { store } = configuration;
  const version = productVersion();
  const host =
    store.kind === "sqlite"
      ? await holdHost({
          database: store.file,
          version,
          command: `ordo ${as}`,
          open,
          onWait: (holder) => sayWaiting(holder, terminal),
        })
      : null;
  if (host === null) await open();
  const own = opened(assembled);
  const metrics = await metricsOf(configuration, own);
  const { worker, library } = own.engine;
  let inbound: InboundServer | null = null;
  let api: ApiServer | null = null;
  try {
    const processes = (await library.inForce()).current.size;
    await worker.start();
    for (const watch of own.outside.watches) await watch.start();
    inbound = await inboundOf(configuration, own, logger);
    if (as === "serve") api = await apiOf(configuration, own, { logger, terminal });
    logger.info("working", { processes, store: store.kind, scheduler: configuration.scheduler.kind, version });
    if (processes === 0) sayNothingDeployed(terminal);
    await stopped;
    logger.info("stopping");
    setTimeout(() => process.exit(3), STOP_MS_MAX).unref();
  } catch (error) {
    throw error instanceof StoreUnavailable ? unreachableStore(error, store.kind) : error;
  } finally {
    // First whoever calls us: what is accepted is kept before the store goes.
    await stopEach(
      [
        { name: "api", stop: async () => api?.close() },
        { name: "inbound", stop: async () => inbound?.close() },
      ],
      logger,
    );
    // Also where the start failed half-way: loops that went on without a store would keep the process alive for ever.
    await Promise.all(own.outside.watches.map((watch) => stopEach([watch], logger)));
    await stopEach(
      [
        { name: "worker", stop: () => worker.stop() },
        { name: "metrics", stop: async () => metrics?.close() },
        { name: "store", stop: () => (host === null ? own.close() : host.close()) },
      ],
      logger,
    );
  }
  logger.info("stopped");
  return 0;
}

function opened(assembled: Assembled | null): Assembled {
  if (assembled !== null) return assembled;
  throw couldNotRun(
    { ru: "База открыта, а движок не собран.", en: "The database is open, and the engine was not put together." },
    { ru: "Это наша ошибка: сообщите разработчикам.", en: "This is our mistake: tell the developers." },
  );
}

/** Resolves at the first signal; the second ends the process at once, as people at a terminal expect. */
function signal(): Promise<void> {
  return new Promise((resolve) => {
    let times = 0;
    const heard = (): void => {
      times += 1;
      if (times === 1) resolve();
      else process.exit(130);
    };
    process.on("SIGTERM", heard);
    process.on("SIGINT", heard);
  });
}

/** The API and the console. The first time somebody must become the administrator: the link for it is printed. */
async function apiOf(
  configuration: Configuration,
  assembled: Assembled,
  { logger, terminal }: { readonly logger: Logger; readonly terminal: Terminal },
): Promise<ApiServer> {
  const [{ serveApi }, { openService }, { readiness }] = await Promise.all([
    import("../http/serve-api.ts"),
    import("../http/open-service.ts"),
    import("../engine/readiness.ts"),
  ]);
  const order = openService(assembled, { configuration, logger, ready: () => readiness(assembled) });
  const server = await serveApi({ ...order, ...listeningAt(order, "service", process) });
  const host = order.host === "127.0.0.1" ? "localhost" : order.host;
  const address = order.service.address ?? `http://${host}:${server.port}`;
  logger.info("console listens", { host: order.host, port: server.port });
  terminal.say(terminal.pick({ ru: `Консоль: ${address}`, en: `Console: ${address}` }));
  if (order.console === null) sayNoConsole(terminal);
  const first = await assembled.accounts.firstAdministrator();
  if (first !== null) sayFirst(`${address}/enter#${first.token}`, terminal);
  return server;
}

function sayFirst(link: string, terminal: Terminal): void {
  terminal.say(
    terminal.pick({
      ru: `\nАдминистратора ещё нет. Кто им станет, открывает эту ссылку один раз и выбирает пароль:\n  ${link}\n`,
      en: `\nThere is no administrator yet. Whoever is to be one opens this link, once, and chooses a password:\n  ${link}\n`,
    }),
  );
}

function sayNoConsole(terminal: Terminal): void {
  terminal.say(
    terminal.pick({
      ru: "Консоль не собрана, отвечает только API. Собрать: npm run build:console",
      en: "The console is not built, only the API answers. To build it: npm run build:console",
    }),
  );
}

async function metricsOf(configuration: Configuration, assembled: Assembled) {
  if (configuration.metrics === null) return null;
  const { store, metrics, clock } = assembled;
  const { readiness } = await import("../engine/readiness.ts");
  const { serveMetrics } = await import("../metrics/serve-metrics.ts");
  const { collectCounts } = await import("../metrics/collect-counts.ts");
  return serveMetrics({
    ...configuration.metrics,
    metrics,
    ready: () => readiness(assembled),
    collect: async () => collectCounts(metrics, await store.queries.counts(clock.now())),
  });
}

async function inboundOf(
  configuration: Configuration,
  { outside, metrics }: Assembled,
  logger: Logger,
): Promise<InboundServer | null> {
  const { readInbound } = await import("../inbound/config.ts");
  const config = readInbound(configuration.root);
  if (config === null) return null;
  const { serveInbound } = await import("../inbound/serve-inbound.ts");
  const { host, port, trustProxy } = config;
  const at = listeningAt({ host, port }, "inbound", process);
  const server = await serveInbound({ ...at, trustProxy, routes: outside.routes, logger, metrics });
  logger.info("inbound listens", { host, port: server.port, routes: outside.routes.length });
  return server;
}

function sayWaiting(holder: Holder | null, terminal: Terminal): void {
  const who = holder === null ? "?" : `${holder.command}, ${holder.pid}`;
  terminal.say(
    terminal.pick({ ru: `Базу держит ${who}: жду, пока освободит.`, en: `${who} holds the database: waiting for it.` }),
  );
}

function sayNothingDeployed(terminal: Terminal): void {
  terminal.say(
    terminal.pick({
      ru: "Ни один процесс не развёрнут. Развернуть: ordo deploy (в другом окне).",
      en: "No process is deployed. To deploy: ordo deploy (in another window).",
    }),
  );
}
