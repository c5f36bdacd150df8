/** `adapters/directory`: absences that people enter themselves, and who left. The columns: `directory/people-tables.ts`. */
export const peopleStatements: readonly string[] = [
  `create table person_absence (id text primary key, person text not null, first_day text not null, last_day text not null,
    substitute text, entered_by text not null, entered_at int not null, removed_by text, removed_at int)`,
  "create index person_absence_person on person_absence (person, first_day)",
  "create index person_absence_last_day on person_absence (last_day) where removed_at is null",
  `create table person_left (person text primary key, left_by text, left_at int not null, settled_at int,
    returned_by text, returned_at int)`,
  "create table people_revision (name text primary key, revision int not null) clustered",
];
