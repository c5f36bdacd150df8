import { createRequire } from "node:module";
import { resolve } from "node:path";
import { couldNotRun } from "../../complaint.ts";
import { type Finding, wrong } from "../../finding.ts";
import type { Section } from "../../section.ts";
import type { Channel } from "../channel.ts";
import type { ChannelModule, ModuleNeeds } from "./channel-module.ts";

/**
 * Opens a channel that the company wrote itself. What it throws while it sends is an outcome: nobody knows whether it
 * went out.
 *
 * @param channel its name in `ordo.yaml`: `portal`
 * @param section `{ module, with }`
 * @throws {Complaint} where the file is not there, does not load, or is no channel
 */
export function openModuleChannel(channel: string, section: Section, needs: ModuleNeeds): Channel {
  const path = resolve(section.path("module") ?? "");
  const opened = said(channel, path, () => load(path).open(section.section("with"), needs));
  if (!isChannel(opened)) throw unusable(channel, path, "open() gave no channel");
  return guarded(opened);
}

/** What the module's own check finds, as lines of `ordo doctor`; nothing where it has none. */
export async function checkModuleChannel(channel: string, section: Section): Promise<readonly Finding[]> {
  const path = resolve(section.path("module") ?? "");
  const module = said(channel, path, () => load(path));
  try {
    return (await module.check?.(section.section("with"))) ?? [];
  } catch (error) {
    const why = messageOf(error);
    return [
      wrong(
        `channel-${channel}`,
        {
          ru: `channels.${channel}: ${path} не смог проверить себя: ${why}`,
          en: `channels.${channel}: the check of ${path} failed: ${why}`,
        },
        {
          ru: "Проверьте with в ordo.yaml и доступность другой стороны",
          en: "Look at `with` in ordo.yaml, and whether the other side can be reached",
        },
      ),
    ];
  }
}

/** Required, not imported: the built command runs its parts as scripts, from which nothing can be imported. */
function load(path: string): ChannelModule {
  const loaded: unknown = createRequire(path)(path);
  const module: unknown = isObject(loaded) && "default" in loaded ? loaded["default"] : loaded;
  if (!isModule(module)) throw new TypeError("its default export is no channel: it has no function `open`");
  return module;
}

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
function guarded(channel: Channel): Channel {
  const { newsOf, tracks, reports } = channel;
  return {
    name: channel.name,
    isKeyed: channel.isKeyed,
    async deliver(message, signal) {
      try {
        return await channel.deliver(message, signal);
      } catch (error) {
        return { kind: "unknown", message: messageOf(error), keyed: channel.isKeyed };
      }
    },
    async untell(task) {
      try {
        await channel.untell(task);
      } catch {
        // What cannot be taken back stays.
      }
    },
    addressOf: (address) => channel.addressOf(address),
    preview: (message) => channel.preview(message),
    ...(newsOf === undefined ? {} : { newsOf: (ids, signal) => newsOf.call(channel, ids, signal) }),
    ...(tracks === undefined ? {} : { tracks }),
    ...(reports === undefined ? {} : { reports }),
    close: () => channel.close(),
  };
}

function said<Result>(channel: string, path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw unusable(channel, path, messageOf(error));
  }
}

function unusable(channel: string, path: string, why: string) {
  return couldNotRun(
    { ru: `channels.${channel}: ${path} не годится: ${why}`, en: `channels.${channel}: ${path} does not do: ${why}` },
    {
      ru: "Файл должен экспортировать по умолчанию { open }: docs/reference/adapters/write-your-own.md",
      en: "The file must export { open } as its default: docs/reference/adapters/write-your-own.md",
    },
  );
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
