/** A generated validator: true, or false with what is wrong in `errors`. */
export interface Validator {
  (data: unknown): boolean;
  readonly errors?: readonly ShapeError[] | null;
}

/** One finding of a validator. */
export interface ShapeError {
  /** JSON pointer into the data: `/start/0/key`. */
  readonly instancePath: string;
  /** Path of the rule: `rung/properties/action/enum`. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}
