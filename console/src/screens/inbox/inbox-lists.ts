/** Lists of open tasks, as the API names them. */
export const INBOX_LISTS = ["mine", "group", "team", "all"] as const;

export type InboxList = (typeof INBOX_LISTS)[number];

/** Is it the name of a list? Ids of tasks hold a `~`. */
export function isInboxList(name: string): name is InboxList {
  return INBOX_LISTS.some((list) => list === name);
}
