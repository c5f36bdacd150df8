/** `adapters/alerts` and `adapters/metrics`: who has been told of which incident; figures of each minute. */
export const alertsStatements: readonly string[] = [
  `create table alert_rule (rule text primary key, number int not null, kinds text not null, sending_since int,
    not_before int not null, failures int not null)`,
  "create table alert_kind (rule text not null, kind text not null, told_at int not null, primary key (rule, kind)) clustered",
  `create table alert_incident (rule text not null, incident text not null, at int not null, kind text not null, number int,
    primary key (rule, incident)) clustered`,
  "create table incident_seen (incident text primary key, at int not null, seen_by text, seen_at int not null) clustered",
  "create table metric_sample (at int primary key, figures text not null)",
];
