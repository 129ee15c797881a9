// Carries out a Dockerfile without a container engine. Each stage is a folder with Node, npm, a shell and two commands of coreutils, and nothing
// else of this machine. Needs root, for mounts and chroot. What only an engine does is not tried: fetching the base image and what
// that contains, layers, limits on system calls and on the network, and when it asks the health check.
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

type Variables = Readonly<Record<string, string>>;

/** A file system, and what the Dockerfile says of the process in it. */
export interface Image {
  readonly folder: string;
  readonly lent: ReadonlyMap<string, string>;
  readonly env: Record<string, string>;
  readonly volumes: string[];
  workingFolder: string;
  user: string;
  healthCheck: readonly string[];
  entrypoint: readonly string[];
  command: readonly string[];
}

/** Carries out every instruction in `folder`. @throws Error for one that is not known here, and with the output of one that fails. */
export function buildImage(dockerfile: string, folder: string): Image {
  const lent = readLent();
  const stages = new Map<string, Image>();
  let image: Image | undefined;
  for (const [, name = '', rest = ''] of dockerfile.replaceAll('\\\n', ' ').matchAll(/^([A-Z]+) +(.+)$/gm)) {
    if (name === 'FROM') {
      const stage = / AS (\S+)$/.exec(rest)?.[1] ?? String(stages.size);
      image = openStage(join(folder, stage), lent);
      stages.set(stage, image);
    } else carryOut(image ?? assert.fail('no stage'), name, rest, stages);
  }
  return image ?? assert.fail('no stage');
}

/** Starts what the image starts, as the first process of its own, on a root of which only the volumes can be written. */
export function startImage(image: Image, env: Variables): ChildProcess {
  const [file = '', ...args] = commandInside(image, [...image.entrypoint, ...image.command], env);
  return spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The first process of a started image, as this machine numbers it: signals to `child` do not reach it. */
export function processOf({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

/** The exit status of the health check. */
export function checkHealth(image: Image, env: Variables): number | null {
  const [file = '', ...args] = commandInside(image, image.healthCheck, env);
  return spawnSync(file, args).status;
}

function openStage(folder: string, lent: Image['lent']): Image {
  for (const path of ['proc', 'tmp', 'root/.npm']) mkdirSync(join(folder, path), { recursive: true });
  for (const [path, source] of lent) {
    const target = join(folder, path);
    mkdirSync(statSync(source).isDirectory() ? target : dirname(target), { recursive: true });
    if (!statSync(source).isDirectory()) writeFileSync(target, '');
  }
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'usr/local/bin/npm'));
  const defaults = { workingFolder: '/', user: '0:0', healthCheck: [], entrypoint: [], command: [] };
  return { folder, lent, env: {}, volumes: [], ...defaults };
}

function carryOut(image: Image, name: string, rest: string, stages: ReadonlyMap<string, Image>): void {
  switch (name) {
    case 'WORKDIR':
      image.workingFolder = resolve(image.workingFolder, rest);
      mkdirSync(join(image.folder, image.workingFolder), { recursive: true });
      return;
    case 'COPY':
      copy(image, rest.split(/ +/), stages);
      return;
    case 'RUN': {
      const [file = '', ...args] = commandInside(image, ['/bin/sh', '-c', rest], buildVariables());
      const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
      assert.equal(status, 0, `RUN ${rest}\n${stdout}${stderr}`);
      return;
    }
    case 'ENV':
      for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) image.env[key] = value;
      return;
    case 'VOLUME':
      image.volumes.push(rest);
      return;
    case 'USER':
      image.user = rest;
      return;
    case 'HEALTHCHECK':
      image.healthCheck = JSON.parse(rest.replace(/^.* CMD /, ''));
      return;
    case 'ENTRYPOINT':
      image.entrypoint = JSON.parse(rest);
      return;
    case 'CMD':
      image.command = JSON.parse(rest);
      return;
    default:
      assert.equal(name, 'EXPOSE', 'an instruction that is not known here');
  }
}

function copy({ folder, workingFolder }: Image, words: readonly string[], stages: ReadonlyMap<string, Image>): void {
  const flag = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1];
  const [target = '', ...patterns] = words.filter((word) => !word.startsWith('--')).reverse();
  const from = flag('from');
  const source = from === undefined ? resolve('.') : (stages.get(from)?.folder ?? assert.fail(`no stage ${from}`));
  for (const pattern of patterns) {
    const found = globSync(pattern.replace(/^\//, ''), { cwd: source });
    assert.ok(found.length > 0, `nothing to copy: ${pattern}`);
    for (const path of found) {
      const into = join(folder, resolve('/', workingFolder, target));
      const copied = statSync(join(source, path)).isDirectory() ? into : join(into, basename(path));
      cpSync(join(source, path), copied, { recursive: true, verbatimSymlinks: true });
      const [uid, gid] = flag('chown')?.split(':').map(Number) ?? [];
      if (uid !== undefined && gid !== undefined) chownSync(copied, uid, gid);
    }
  }
}

/** The command that runs another one in the image. Only the last stage has a user, so only a build can write to its root. */
function commandInside(image: Image, command: readonly string[], env: Variables): readonly string[] {
  const root = quoted(image.folder);
  const mount = (options: string, source: string, path: string) =>
    `mount -o ${options} ${quoted(source)} ${quoted(join(image.folder, path))}`;
  const isBuild = image.user === '0:0';
  const variables = Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', ...image.env, ...env });
  const inside = [
    '/usr/bin/env',
    '-i',
    '-C',
    image.workingFolder,
    ...variables.map((pair) => pair.join('=')),
    ...command,
  ];
  const script = [
    mount('bind', image.folder, '/'),
    ...[...image.lent].map(([path, source]) => mount('bind,ro', source, path)),
    ...image.volumes.map((path) => mount('bind', join(image.folder, path), path)),
    isBuild ? mount('bind', npmSetting('cache'), 'root/.npm') : `mount -o remount,bind,ro ${root}`,
    `mount -t proc proc ${root}/proc`,
    `exec chroot --userspec=${image.user} ${root} ${inside.map(quoted).join(' ')}`,
  ];
  return ['unshare', '--mount', '--pid', '--fork', 'sh', '-ec', script.join('\n')];
}

/** Files and folders of this machine that stand in for the base image, by their path in it. */
function readLent(): ReadonlyMap<string, string> {
  const commands = {
    'usr/local/bin/node': process.execPath,
    ...{ 'bin/sh': '/bin/sh', 'usr/bin/env': '/usr/bin/env', 'usr/bin/install': '/usr/bin/install' },
  };
  const libraries =
    execFileSync('ldd', Object.values(commands), { encoding: 'utf8' }).match(/(?<=\s)\/\S+\.so\S*/g) ?? [];
  const ofLibc = libraries
    .filter((path) => path.endsWith('/libc.so.6'))
    .map((path) => join(dirname(path), 'librt.so.1'));
  const files = [
    ...libraries,
    ...ofLibc,
    '/etc/resolv.conf',
    '/etc/hosts',
    '/dev/null',
    '/dev/urandom',
    ...certificates(),
  ];
  const npmCommand = realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim());
  return new Map([
    ...Object.entries(commands),
    ...files.map((path) => [path, realpathSync(path)] as const),
    ['usr/local/lib/node_modules/npm', dirname(dirname(npmCommand))],
  ]);
}

/** How a build reaches the registry from here: an engine passes a proxy on too. */
function buildVariables(): Variables {
  const passed = ['HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'].filter((name) => process.env[name]);
  const cafile = npmSetting('cafile');
  return {
    ...Object.fromEntries(passed.map((name) => [name, process.env[name] ?? ''])),
    ...{ HOME: '/root', npm_config_prefer_offline: 'true', npm_config_registry: npmSetting('registry') },
    ...(cafile !== 'null' && { npm_config_cafile: cafile }),
  };
}

function certificates(): readonly string[] {
  return [process.env.NODE_EXTRA_CA_CERTS ?? '', npmSetting('cafile')].filter((path) => path.startsWith('/'));
}

function npmSetting(name: string): string {
  return execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim();
}

/** For a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
