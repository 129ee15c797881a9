import type { Config } from '../config/config.ts';

/** What one check found. No text contains a secret, or an address that may contain one. */
export interface Finding {
  /** Which check, such as `token`. */
  readonly check: string;
  /** `skipped`: it could not, or need not, be checked. */
  readonly level: 'ok' | 'skipped' | 'warning' | 'error';
  /** What is so and, of a warning or an error, what to do. */
  readonly message: string;
}

/** What checks may look at. */
export interface Patient {
  readonly config: Config;
  /** The pages with the form that the operator has named. */
  readonly pages: readonly URL[];
}

/** One check, or several that need each other. It reports what it finds as it finds it. */
export type Check = (patient: Patient) => AsyncIterable<Finding> | Iterable<Finding>;

/** Makes findings of one check. */
export function findingsOf(check: string) {
  const make =
    (level: Finding['level']) =>
    (message: string): Finding => ({ check, level, message });
  return { ok: make('ok'), skipped: make('skipped'), warning: make('warning'), error: make('error') };
}
