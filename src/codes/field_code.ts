/** A code that administrators of volume activation meet, and that kms itself never gives. */
export interface FieldCode {
  readonly code: number;
  /** How the field's headers spell it; null where they have no name for it. */
  readonly name: string | null;
  /** What it means, without a full stop. */
  readonly text: string;
  /** What to do about it; null where there is nothing to mend. */
  readonly remedy: string | null;
}
