import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Text } from "../../../engine/definition/problem.ts";
import { Complaint, couldNotRun } from "../../complaint.ts";
import { type Finding, wrong } from "../../finding.ts";
import type { Section } from "../../section.ts";
import type { Channel, ReportDoor } from "../channel.ts";
import type { ChannelModule, ModuleNeeds } from "./channel-module.ts";
import { type HiddenSecrets, hiddenSecrets } from "./hidden-secrets.ts";

/**
 * Opens a channel that the company wrote itself. What it throws while it sends is an outcome: nobody knows whether it
 * went out. Secrets of its settings are masked in whatever it says or throws.
 *
 * @param channel its name in `ordo.yaml`: `portal`
 * @param section `{ module, with }`
 * @throws {Complaint} where the file is not there, does not load, is no channel, or does not open
 */
export function openModuleChannel(channel: string, section: Section, needs: ModuleNeeds): Channel {
  const settings = section.section("with");
  const hidden = hiddenSecrets(settings);
  const file: ModuleFile = { channel, path: resolve(section.path("module") ?? ""), hidden };
  return guarded(opened(load(file), file, settings, needs), hidden);
}

/**
 * What the module's own check finds, as lines of `ordo doctor`; nothing where it has none. It is opened too, and closed
 * again: what throws there would keep `ordo serve` from starting.
 */
export async function checkModuleChannel(
  channel: string,
  section: Section,
  needs: Omit<ModuleNeeds, "logger">,
): Promise<readonly Finding[]> {
  const settings = section.section("with");
  const hidden = hiddenSecrets(settings);
  const file: ModuleFile = { channel, path: resolve(section.path("module") ?? ""), hidden };
  try {
    const module = load(file);
    const one = opened(module, file, settings, { ...needs, logger: SILENT });
    await one.close();
    return hidden.value((await module.check?.(settings)) ?? []);
  } catch (error) {
    if (error instanceof Complaint) return [wrong(`channel-${channel}`, error.says, error.remedy)];
    const why = hidden.error(error);
    return [
      wrong(
        `channel-${channel}`,
        {
          ru: `channels.${channel}: ${file.path} не смог проверить себя: ${why}`,
          en: `channels.${channel}: the check of ${file.path} failed: ${why}`,
        },
        {
          ru: "Проверьте with в ordo.yaml и доступность другой стороны",
          en: "Look at `with` in ordo.yaml, and whether the other side can be reached",
        },
      ),
    ];
  }
}

/** A file that `ordo.yaml` names for a channel. */
interface ModuleFile {
  readonly channel: string;
  readonly path: string;
  readonly hidden: HiddenSecrets;
}

/** Doctor speaks for itself. */
const SILENT: ModuleNeeds["logger"] = { debug() {}, info() {}, warn() {}, error() {} };

/** Required, not imported: the built command runs its parts as scripts, from which nothing can be imported. */
function load(file: ModuleFile): ChannelModule {
  if (!existsSync(file.path)) throw unusable(file, FAULTS.gone, "");
  let loaded: unknown;
  try {
    loaded = createRequire(file.path)(file.path);
  } catch (error) {
    const isPackage = isObject(error) && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error["code"]));
    throw unusable(file, isPackage ? FAULTS.package : FAULTS.broken, file.hidden.error(error));
  }
  const module: unknown = isObject(loaded) && "default" in loaded ? loaded["default"] : loaded;
  if (!isModule(module)) throw unusable(file, FAULTS.noOpen, "");
  return module;
}

function opened(module: ChannelModule, file: ModuleFile, settings: Section, needs: ModuleNeeds): Channel {
  let channel: unknown;
  try {
    channel = module.open(settings, { ...needs, logger: file.hidden.logger(needs.logger) });
  } catch (error) {
    throw unusable(file, FAULTS.open, file.hidden.error(error));
  }
  const lacking = isObject(channel) ? CHANNEL.filter((name) => typeof channel[name] !== "function") : CHANNEL;
  if (!isChannel(channel)) throw unusable(file, FAULTS.noChannel, lacking.join(", "));
  return channel;
}

/** What can be wrong with a file, and what to do about each. */
const FAULTS = {
  gone: {
    says: { ru: "такого файла нет", en: "there is no such file" },
    remedy: {
      ru: "Исправьте путь в module: он считается от папки ordo.yaml",
      en: "Mend the path in `module`: it is counted from the folder of ordo.yaml",
    },
  },
  package: {
    says: { ru: "файл не загружается, нет модуля, который он подключает", en: "a module that it imports is missing" },
    remedy: {
      ru: "Поставьте недостающий пакет рядом с файлом (npm install) или исправьте путь в import",
      en: "Install the missing package beside the file (npm install), or mend the path of the import",
    },
  },
  broken: {
    says: { ru: "файл не загружается", en: "it cannot be loaded" },
    remedy: {
      ru: "Исправьте ошибку в файле; загружается ли он теперь, скажет ordo doctor",
      en: "Mend the error in the file; `ordo doctor` says whether it loads now",
    },
  },
  noOpen: {
    says: { ru: "в его export default нет функции open", en: "its default export has no function `open`" },
    remedy: {
      ru: "Файл должен экспортировать по умолчанию { open }: docs/reference/adapters/write-your-own.md",
      en: "The file must export { open } as its default: docs/reference/adapters/write-your-own.md",
    },
  },
  open: {
    says: { ru: "open завершился ошибкой", en: "its open() failed" },
    remedy: {
      ru: "Проверьте настройки в with и переменные окружения, которые они называют",
      en: "Look at the settings in `with`, and at the environment variables that they name",
    },
  },
  noChannel: {
    says: { ru: "open вернул не канал, в нём нет", en: "open() gave no channel, it lacks" },
    remedy: {
      ru: "Верните из open (не из обещания) объект со всеми функциями канала: docs/reference/adapters/write-your-own.md",
      en: "Return from open(), not in a promise, an object with all functions of a channel: docs/reference/adapters/write-your-own.md",
    },
  },
} as const;

function isModule(module: unknown): module is ChannelModule {
  return isObject(module) && typeof module["open"] === "function";
}

function isChannel(channel: unknown): channel is Channel {
  return isObject(channel) && CHANNEL.every((name) => typeof channel[name] === "function");
}

const CHANNEL = ["deliver", "untell", "addressOf", "preview", "close"];

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === "object" || typeof value === "function") && value !== null;
}

/** Called on the channel itself: it may be an object of a class with private fields. */
function guarded(channel: Channel, hidden: HiddenSecrets): Channel {
  const { newsOf, tracks, reports } = channel;
  return {
    name: channel.name,
    isKeyed: channel.isKeyed,
    async deliver(message, signal) {
      try {
        return hidden.value(await channel.deliver(message, signal));
      } catch (error) {
        return { kind: "unknown", message: hidden.error(error), keyed: channel.isKeyed };
      }
    },
    async untell(task) {
      try {
        await channel.untell(task);
      } catch {
        // What cannot be taken back stays.
      }
    },
    addressOf: (address) => masking(hidden, () => channel.addressOf(address)),
    preview: (message) => masking(hidden, () => channel.preview(message)),
    ...(newsOf === undefined ? {} : { newsOf: (ids, signal) => told(hidden, newsOf.call(channel, ids, signal)) }),
    ...(tracks === undefined ? {} : { tracks }),
    ...(reports === undefined || reports === null ? {} : { reports: door(reports, hidden) }),
    close: () => channel.close().catch((error: unknown) => Promise.reject(new Error(hidden.error(error)))),
  };
}

/** News for the table of messages: their reasons are the module's words. */
async function told(hidden: HiddenSecrets, news: ReturnType<NonNullable<Channel["newsOf"]>>) {
  try {
    return (await news).map((one) => ({ ...one, reason: hidden.value(one.reason) }));
  } catch (error) {
    throw new Error(hidden.error(error));
  }
}

/** The answer goes back to the other side, which knows its secret. */
function door(reports: ReportDoor, hidden: HiddenSecrets): ReportDoor {
  return {
    ...{ path: reports.path, bytesMax: reports.bytesMax },
    read: (request) =>
      masking(hidden, () => {
        const read = reports.read(request);
        if (read === null) return null;
        return { ...read, news: read.news.map((one) => ({ ...one, reason: hidden.value(one.reason) })) };
      }),
  };
}

/** What it throws, without secrets. */
function masking<Result>(hidden: HiddenSecrets, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new Error(hidden.error(error));
  }
}

function unusable({ channel, path }: ModuleFile, fault: { readonly says: Text; readonly remedy: Text }, why: string) {
  const rest = why === "" ? "" : `: ${why}`;
  return couldNotRun(
    {
      ru: `channels.${channel}: ${path} — ${fault.says.ru}${rest}`,
      en: `channels.${channel}: ${path}: ${fault.says.en}${rest}`,
    },
    fault.remedy,
  );
}
