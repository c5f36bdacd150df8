import type { UserId } from "../../engine/base/ids.ts";
import { id } from "../../engine/base/ids.ts";
import type { Value } from "../../engine/base/value.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { wrongUse } from "../complaint.ts";
import type { Operating } from "./operate.ts";
import { personOf } from "./read-answer.ts";

/** In whose name a command is given. */
export interface Operator {
  readonly user: UserId;
  /** Set where an administrator acts in another's name (`--as`): who he is; null: the operating system's user is nobody we know. */
  readonly override?: UserId | null;
}

/**
 * Who acts: whom the configuration maps the system's user to, or whom an administrator names with `--as`. Where nobody
 * is mapped, `--as` may name an administrator.
 *
 * @throws {Complaint} where it is nobody, or somebody who may not use `--as`
 */
export async function operatorOf({ engine, signedIn, options }: Operating): Promise<Operator> {
  const people = await engine.people();
  if (options.as === undefined) {
    if (signedIn !== null) return { user: signedIn };
    throw wrongUse(
      { ru: "Неизвестно, кто вы.", en: "It is not known who you are." },
      {
        ru: "Впишите своего пользователя в users файла ordo.yaml или назовите себя: --as <сотрудник>.",
        en: "Map your user in ordo.yaml (users), or say who you are: --as <user>.",
      },
    );
  }
  const user = userNamed(options.as, people, "--as");
  if (user === signedIn) return { user };
  if (!people.administrators.includes(signedIn ?? user)) {
    throw wrongUse(
      { ru: "--as — только для администраторов.", en: "--as is for administrators." },
      {
        ru: "Сделайте это от своего имени или попросите администратора.",
        en: "Do it in your own name, or ask an administrator.",
      },
    );
  }
  return { user, override: signedIn };
}

/** The person of that id, or of a part of a name that fits one alone. @throws {Complaint} for nobody or several */
export function userNamed(text: string, people: DirectorySnapshot, option: string): UserId {
  const found = personOf(text, { people });
  if ("value" in found && found.value !== undefined) return id<UserId>(String(found.value satisfies Value));
  const says = "wrong" in found ? found.wrong : { ru: "никто не назван", en: "nobody is named" };
  throw wrongUse(
    { ru: `${option}: ${says.ru}`, en: `${option}: ${says.en}` },
    { ru: "Годится id сотрудника или часть его имени.", en: "An id of a user or a part of the name will do." },
  );
}
