/** Size of a file that a person sends, from the console or the command line. Bytes. */
export const UPLOAD_BYTES_MAX = 25 * 1024 * 1024;
