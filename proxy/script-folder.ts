import { join } from 'node:path';

/** The built script. Sources and built server are equally deep in the package, so one path fits both. */
export const SCRIPT_FOLDER = join(import.meta.dirname, '../dist/script');
