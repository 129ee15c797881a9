import { type ParseArgsConfig, parseArgs } from 'node:util';

/** One command of `helloasso-checkout`. */
export interface Command {
  /** What `--help` prints. */
  readonly HELP: string;
  /** @throws UsageError, or an Error with a message for the operator. */
  run(args: readonly string[]): void | Promise<void>;
}

/** The command was called wrongly: exit status 2, where a configuration that cannot be used, or a failure, is 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads options and other arguments as `parseArgs` does.
 * @throws UsageError
 */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
