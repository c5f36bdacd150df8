/** `adapters/bitrix24`, `adapters/crm/bitrix24` and their siblings. */
export const bitrix24Statements: readonly string[] = [];
