import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../free-port.ts';

/** Where Debian's package has WordPress; `WORDPRESS_PATH` names another one. */
const WORDPRESS = process.env.WORDPRESS_PATH || '/usr/share/wordpress';
const MARIADB = '/usr/sbin/mariadbd';
const PLUGIN = 'demo/wordpress/helloasso-checkout.php';
const START_MS = 30_000;

export const PASSWORD = 'un mot de passe pour essayer';
export const ROLES = ['administrator', 'editor', 'author'] as const;
/** A user of this role, who has its name. */
export type Role = (typeof ROLES)[number];

/** Why there can be no WordPress here; `false` if there can. */
export function whyNoWordPress(): string | false {
  const hasMysql = spawnSync('php', ['-r', 'exit((int) !extension_loaded("mysqli"));']).status === 0;
  const isThere = hasMysql && existsSync(MARIADB) && themes().length > 0 && existsSync(`${WORDPRESS}/wp-load.php`);
  return isThere
    ? false
    : 'no WordPress: `sudo apt-get install --yes php-cli wordpress wordpress-theme-twentytwentythree mariadb-server-core`';
}

/** The version of WordPress that is installed here. */
export function wordPressVersion(): string {
  const file = `${WORDPRESS}/wp-includes/version.php`;
  const [, version = 'unknown'] = (existsSync(file) && /\$wp_version = '(.+?)'/.exec(readFileSync(file, 'utf8'))) || [];
  return version;
}

/** A WordPress with a database of its own and one user of each role, in French, on a free port of this machine. */
export interface WordPress {
  readonly origin: string;
  /** What PHP and WordPress have complained about so far, line by line. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

/**
 * Copies WordPress and the plugin into a temporary folder, and installs it there. Nothing of the system's WordPress changes.
 * `otherPlugin`: PHP that runs beside the plugin.
 */
export async function startWordPress(otherPlugin: string): Promise<WordPress> {
  assert.equal(whyNoWordPress(), false);
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-wordpress-'));
  const socket = join(folder, 'mariadb.sock');
  const root = join(folder, 'site');
  const log = join(folder, 'php.log');
  const children: ChildProcess[] = [];
  const close = async () => {
    for (const child of children.reverse()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    children.push(await startDatabase(folder, socket));
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    copySite(root, socket, origin, log);
    mkdirSync(join(root, 'wp-content/mu-plugins'));
    writeFileSync(join(root, 'wp-content/mu-plugins/other.php'), `<?php ${otherPlugin}`);
    const php = ['-d', 'sendmail_path=/bin/true', '-d', 'opcache.enable_cli=1', '-d', 'memory_limit=256M'];
    execFileSync('php', [...php, '-r', INSTALL, '--', root, socket, PASSWORD, ...ROLES], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const server = spawn('php', [...php, '-S', `127.0.0.1:${port}`, '-t', root], { stdio: 'ignore' });
    children.push(server);
    await until(server, async () => (await fetch(`${origin}/wp-login.php`)).ok);
    return { origin, complaints: () => readFileSync(log, 'utf8').replaceAll(folder, '').split('\n'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function themes(): string[] {
  return globSync(`${WORDPRESS}/wp-content/themes/*/style.css`);
}

/** A database that listens on a socket alone, and lets everybody in who may open the folder. */
async function startDatabase(folder: string, socket: string): Promise<ChildProcess> {
  const data = join(folder, 'data');
  const options = ['--no-defaults', `--datadir=${data}`, ...(process.getuid?.() === 0 ? ['--user=root'] : [])];
  execFileSync('mariadb-install-db', [...options, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    stdio: 'pipe',
  });
  const database = spawn(
    MARIADB,
    [...options, `--socket=${socket}`, `--pid-file=${join(folder, 'pid')}`, '--skip-networking', '--skip-grant-tables'],
    { stdio: 'ignore' },
  );
  await until(database, () => existsSync(socket));
  return database;
}

function copySite(root: string, socket: string, origin: string, log: string): void {
  const skipped = ['wp-config.php', 'wp-content', '.htaccess'].map((name) => join(WORDPRESS, name));
  cpSync(WORDPRESS, root, { recursive: true, dereference: true, filter: (source) => !skipped.includes(source) });
  const [theme = ''] = themes().map((sheet) => join(sheet, '..'));
  cpSync(theme, join(root, 'wp-content/themes/theme'), { recursive: true, dereference: true });
  mkdirSync(join(root, 'wp-content/plugins'));
  cpSync(PLUGIN, join(root, 'wp-content/plugins/helloasso-checkout.php'));
  const constants = {
    DB_NAME: 'wordpress',
    DB_USER: 'root',
    DB_PASSWORD: '',
    DB_HOST: `localhost:${socket}`,
    DB_CHARSET: 'utf8mb4',
    WP_HOME: origin,
    WP_SITEURL: origin,
    WP_DEFAULT_THEME: 'theme',
    WP_DEBUG: true,
    WP_DEBUG_DISPLAY: false,
    WP_DEBUG_LOG: log,
    WP_HTTP_BLOCK_EXTERNAL: true,
    DISABLE_WP_CRON: true,
    AUTOMATIC_UPDATER_DISABLED: true,
  };
  const lines = Object.entries(constants).map(([name, value]) => `define('${name}', ${JSON.stringify(value)});`);
  writeFileSync(
    join(root, 'wp-config.php'),
    `<?php ${lines.join('\n')}
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';`,
  );
}

/** Makes the database and the users, none of whom is welcomed by the editor. */
const INSTALL = `
[, $root, $socket, $password] = $argv;
(new mysqli('localhost', 'root', '', '', 0, $socket))->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');
define('WP_INSTALLING', true);
require "$root/wp-load.php";
require ABSPATH . 'wp-admin/includes/upgrade.php';
foreach (array_slice($argv, 4) as $role) {
  $email = "$role@example.org";
  if ($role === 'administrator') wp_install('Les Amis du Jardin', $role, $email, true, '', $password);
  else wp_insert_user(['user_login' => $role, 'user_pass' => $password, 'user_email' => $email, 'role' => $role]);
  $silent = ['welcomeGuide' => false, 'enableChoosePatternModal' => false];
  update_user_meta(username_exists($role), 'wp_persisted_preferences', ['core/edit-post' => $silent, 'core' => $silent]);
}
// Pages say that they are in French; the administration stays in English, as its translations are a package of their own.
$GLOBALS['wpdb']->replace($GLOBALS['wpdb']->options, ['option_name' => 'WPLANG', 'option_value' => 'fr_FR']);`;

/** Waits for a server that has been started. */
async function until(child: ChildProcess, isReady: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + START_MS;
  while (!(await Promise.resolve(isReady()).catch(() => false))) {
    assert.ok(child.exitCode === null && Date.now() < giveUp, `${child.spawnargs[0]} has not started`);
    await setTimeout(50);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
