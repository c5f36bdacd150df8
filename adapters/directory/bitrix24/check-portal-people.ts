import type { Clock } from "../../../engine/ports/clock.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import { doubtful, type Finding, fine, skipped, wrong } from "../../finding.ts";
import type { Bitrix24DirectoryConfig } from "../config.ts";
import { readPartOfPeople } from "../people-file.ts";
import { directoryOfPortal } from "./directory-of-portal.ts";
import type { KeptReading } from "./kept-people.ts";

/** What a look at the portal's people is given. */
export interface PeopleLook {
  readonly config: Bitrix24DirectoryConfig;
  readonly users: PortalUsers;
  readonly clock: Pick<Clock, "now">;
  readonly locale: "ru" | "en";
  /** The last good reading; null: there never was one. */
  readonly kept: () => Promise<KeptReading | null>;
}

const DAY_MS = 86_400_000;

/**
 * What `ordo doctor` says of people from a portal: how old the last reading is, whether the file laid over them can be
 * read, and who is named but not shown. Whether the portal answers and allows it is said of the portal.
 */
export async function checkPortalPeople(look: PeopleLook): Promise<readonly Finding[]> {
  const { config, users, locale } = look;
  const { absences } = config;
  const over = absences === null ? null : readPartOfPeople(absences);
  const file = over !== null && "wrong" in over && absences !== null ? [wrongFile(absences, over.wrong)] : [];
  const kept = await look.kept();
  if (kept === null)
    return [
      ...file,
      skipped(
        "directory",
        "Люди из портала ещё не читались: прочитает первый запуск ordo serve",
        "People were never read from the portal: the first `ordo serve` reads them",
      ),
    ];
  const { unknown } = directoryOfPortal({
    ...{ portal: kept.people, users, config, locale, administrators: [] },
    over: over !== null && "data" in over ? over.data : null,
  });
  return [...file, age(kept, look), ...(unknown.length === 0 ? [] : [notShown(unknown)])];
}

function age({ people, readAt }: KeptReading, { clock, config }: PeopleLook): Finding {
  const working = people.users.filter(({ active }) => active).length;
  const at = new Date(readAt).toISOString().slice(0, 16).replace("T", " ");
  const says = {
    ru: `Людей из портала: ${working}, прочитаны ${at} UTC`,
    en: `People from the portal: ${working}, read at ${at} UTC`,
  };
  if (clock.now() - readAt <= Math.max(DAY_MS, 3 * config.refreshMs)) return fine("directory", says.ru, says.en);
  return doubtful("directory", says, {
    ru: "Кто ушёл с тех пор, ещё считается работающим. Запустите ordo serve; если он работает — что с порталом, сказано выше",
    en: "Who has left since still counts as employed. Start `ordo serve`; if it runs, see above what is wrong with the portal",
  });
}

function wrongFile(file: string, problem: string): Finding {
  return wrong(
    "directory",
    { ru: `Файл отсутствий не читается: ${problem}`, en: `The file of absences cannot be read: ${problem}` },
    { ru: `Что в нём не так: ordo check ${file}`, en: `What is wrong with it: ordo check ${file}` },
  );
}

function notShown(unknown: readonly string[]): Finding {
  return doubtful(
    "directory",
    {
      ru: `Названы в настройках или файле отсутствий, но портал их не показывает: ${unknown.join(", ")}`,
      en: `Named in the configuration or the file of absences, but not shown by the portal: ${unknown.join(", ")}`,
    },
    {
      ru: "Исправьте id (bitrix24.users, directory.bitrix24) или уберите; ботов и почтовых пользователей портал не показывает",
      en: "Mend the ids (bitrix24.users, directory.bitrix24) or remove them; a portal shows no bots and no mail users",
    },
  );
}
