import type { Person } from "../../engine/people/directory.ts";
import type { People } from "../../engine/ports/people.ts";

/** The person; null: not in the directory, or left. */
export type Roll = (user: string) => Person | null;

/** Those of the directory who work here: only they may have a way in. */
export class Staff {
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  /** The person; null: not in the directory, or left. Not inside a transaction: see {@link Staff.roll}. */
  async find(user: string): Promise<Person | null> {
    return (await this.roll())(user);
  }

  /**
   * Who is here now, to be asked inside a transaction: reading people may itself need the database, which on SQLite would
   * wait for that very transaction.
   */
  async roll(): Promise<Roll> {
    const { users } = await this.#people.snapshot();
    return (user) => {
      const person = Object.hasOwn(users, user) ? users[user] : undefined;
      return person?.active === true ? person : null;
    };
  }

  /** Who may become the first administrator: those that the directory calls so, and where it names none of them anybody. */
  async candidates(): Promise<readonly Person[]> {
    const { users, administrators } = await this.#people.snapshot();
    const active = Object.values(users).filter((person) => person.active);
    const named = active.filter((person) => administrators.includes(person.id));
    return named.length > 0 ? named : active;
  }

  /** The id where no address of mail is known. */
  static loginOf({ id, email }: Person): string {
    return email ?? id;
  }
}
