import type { Schema } from "../../engine/definition/schema/schema.ts";
import { ACCOUNTS_SCHEMA } from "../accounts/config.ts";
import { ALERTS_SCHEMA, HEARTBEAT_SCHEMA } from "../alerts/config.ts";
import { BACKUP_SCHEMA } from "../backup/config.ts";
import { BITRIX24_SCHEMA } from "../bitrix24/config.ts";
import { CRM_SCHEMA } from "../crm/config.ts";
import { DIRECTORY_SCHEMA } from "../directory/config.ts";
import { DOCUMENTS_SCHEMA } from "../documents/config.ts";
import { SERVICE_SCHEMA } from "../http/config.ts";
import { HTTP_SCHEMA } from "../http-client/config.ts";
import { INBOUND_SCHEMA } from "../inbound/config.ts";
import { MAIL_SCHEMA } from "../mail-source/config.ts";
import { CHANNELS_SCHEMA, OUTGOING_SCHEMA } from "../notifier/config.ts";

/**
 * Sections of `ordo.yaml` whose shape belongs to adapters, by the name under which the language refers to them. The engine
 * cannot import adapters: `npm run generate` writes these into `engine/definition/schema/adapters.generated.ts`.
 */
export const ADAPTER_SCHEMAS: Readonly<Record<string, Schema>> = {
  "config-alerts": ALERTS_SCHEMA,
  "config-heartbeat": HEARTBEAT_SCHEMA,
  "config-backup": BACKUP_SCHEMA,
  "config-bitrix24": BITRIX24_SCHEMA,
  "config-crm": CRM_SCHEMA,
  "config-directory": DIRECTORY_SCHEMA,
  "config-mail": MAIL_SCHEMA,
  "config-channels": CHANNELS_SCHEMA,
  "config-outgoing": OUTGOING_SCHEMA,
  "config-documents": DOCUMENTS_SCHEMA,
  "config-http": HTTP_SCHEMA,
  "config-inbound": INBOUND_SCHEMA,
  "config-accounts": ACCOUNTS_SCHEMA,
  "config-service": SERVICE_SCHEMA,
};
