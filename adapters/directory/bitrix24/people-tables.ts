/** Tables of people from the portal, in the engine's own database. */
export interface PortalPeopleTables {
  /** What the portal told last, for starts without it. */
  bitrix24_people: {
    /** Host name: numbers of one portal mean nobody in another. */
    portal: string;
    /** `PortalPeople` as JSON. */
    people: string;
    read_at: number;
  };
  /** Who was seen to be an administrator, by the token of an event: the portal has no other way to tell. */
  bitrix24_admin: { user_number: number; seen_at: number };
}
