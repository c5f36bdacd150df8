import { freezeDeep } from "../../../engine/definition/freeze-deep.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { People } from "../../../engine/ports/people.ts";
import { PeopleFile, readPeople } from "../people-file.ts";

/**
 * People from a `directory.yaml`, read again when the file changes. A new file that is wrong changes nothing: the people
 * before stay, and the log says where the file is wrong, once.
 *
 * @throws {Complaint} where the file cannot be read or is wrong at the start
 */
export function openLocalDirectory(
  path: string,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): People {
  const file = new PeopleFile(path, { clock, logger, read: readPeople });
  let data = file.data();
  let people: DirectorySnapshot = freezeDeep(readDirectory(data));
  return {
    snapshot: async () => {
      const now = file.data();
      if (now !== data) {
        data = now;
        people = freezeDeep(readDirectory(data));
      }
      return people;
    },
  };
}
