/** Saved views of registries. */
export const viewsStatements: readonly string[] = [
  `create table saved_view (registry text not null, owner text not null, name text not null, filter text not null,
    shared int not null, primary key (registry, owner, name))`,
  "create index registry_row_order on registry_row (registry, at, instance, sequence)",
];
