/** The table of `0003-outside/bitrix24.ts` that holds an app's tokens. */
export interface TokenTables {
  bitrix24_token: {
    /** The app's id. */
    client: string;
    /** The portal that the app was installed on: `member_id`, which stays when the portal is renamed. */
    member: string;
    /** `https://company.bitrix24.ru` */
    portal: string;
    /** Where tokens are renewed: `https://oauth.bitrix.info`. */
    auth_server: string;
    /** Rights of the app, with commas. */
    scope: string;
    /** Number of the user in whose name it calls; null: not told. */
    user_number: number | null;
    /** Sealed with the app's secret, as `token-seal.ts` does. */
    access: string;
    refresh: string;
    /** The application token that came with the installation, sealed. */
    application: string | null;
    expires_at: number;
    /** Rises with every new pair: who renews an older one is too late. */
    revision: number;
    /** Who is renewing now, and until when nobody else does. */
    lease: string | null;
    lease_until: number;
    installed_at: number;
    renewed_at: number;
  };
}
