import { readFileSync, rmSync } from 'node:fs';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import { readScriptFiles } from './proxy/script-files.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

/** The browser floor: below it the elements are never defined, and the page's own fallback shows. */
const TARGET = ['safari16.4', 'chrome111', 'firefox115'];

/** What is bundled, with its licences: `build-notices.ts` makes the notices of it. */
const LICENSES = { fileName: 'licenses.json' };

/** The module that has the files of the script. */
const SCRIPT_FILES = /\/proxy\/script-files\.ts$/;

export default defineConfig({
  logLevel: 'warn',
  base: './',
  environments: {
    /** What a web page loads: one file, and chunks of the same version in a folder beside it, for what only some payers need. */
    script: {
      consumer: 'client',
      define: { SCRIPT_VERSION: JSON.stringify(version) },
      build: {
        target: TARGET,
        cssTarget: 'esnext', // the sheets test for what they need: nothing is rewritten for old browsers
        cssMinify: true,
        outDir: 'dist/script',
        license: LICENSES,
        emptyOutDir: false,
        lib: { entry: 'widget/define.ts', formats: ['es'], fileName: () => 'helloasso-checkout.js' },
        rolldownOptions: {
          preserveEntrySignatures: 'allow-extension',
          optimization: { inlineConst: { mode: 'all', pass: 2 } }, // else the entry defines those of chunks too
          checks: { bundlerTimings: false }, // a busy machine is no fault of the build
          output: {
            chunkFileNames: (chunk) => `v${version}/${chunk.isDynamicEntry ? chunkName(chunk) : 'shared'}.js`,
            minify: true,
            comments: false,
          },
        },
      },
    },
    /** What a bundler imports: the classes, with Lit and React left to the application. */
    elements: {
      consumer: 'client',
      define: { SCRIPT_VERSION: 'undefined' },
      build: {
        target: TARGET,
        cssTarget: 'esnext',
        outDir: 'dist/elements',
        sourcemap: true,
        emptyOutDir: false,
        minify: false,
        lib: {
          entry: {
            index: 'widget/index.ts',
            define: 'widget/define.ts',
            'react-components': 'widget/react-components.ts',
          },
          formats: ['es'],
        },
        rolldownOptions: {
          external: /^(lit|react|@lit\/react)(\/|$)/,
          output: { chunkFileNames: (chunk) => `${chunkName(chunk)}.js` },
        },
      },
    },
    /** The page that prepares the code for a site: a folder for any web server. */
    configurateur: {
      consumer: 'client',
      build: {
        target: TARGET,
        outDir: 'dist/configurateur',
        license: LICENSES,
        emptyOutDir: false,
        lib: { entry: 'demo/configurateur.ts', formats: ['es'], fileName: () => 'configurateur.js' },
      },
    },
    /** What Node runs. */
    commands: server('dist', { cli: 'proxy/cli.ts', 'simulator-cli': 'demo/simulator/cli.ts' }),
    /** What a server imports. Apart from the commands, which bundle what makes a `require` by the path of its file: some runtimes have none. */
    library: server('dist/library', {
      proxy: 'proxy/create-proxy.ts',
      simulator: 'demo/simulator/create-simulator.ts',
    }),
    /** Apart for the same reason. */
    redis: server('dist/redis', { redis: 'proxy/state/redis-state.ts' }),
  },
  plugins: [
    shareEntryWithChunks(),
    nameTrustedTypesPolicy(),
    compileAtOnce(),
    copyConfigurateur(),
    embedScript(),
    withoutDebug(),
  ],
  builder: {
    async buildApp({ environments, build }) {
      rmSync('dist', { recursive: true, force: true });
      const { script, elements, configurateur, commands, library, redis } = environments;
      if (script) await build(script); // its files are inside commands and library
      const others = [elements, configurateur, commands, library, redis];
      await Promise.all(others.map((environment) => environment && build(environment)));
    },
  },
});

/** Code for servers, with every dependency inside. */
function server(outDir: string, input: Readonly<Record<string, string>>): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true },
    build: {
      target: 'node20.19', // with `engines` in package.json and proxy/lowest-node.js
      outDir,
      license: LICENSES,
      emptyOutDir: false,
      ssr: true,
      minify: false,
      rolldownOptions: {
        input: { ...input },
        preserveEntrySignatures: 'strict',
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunk-[name].js',
          codeSplitting: { groups: [{ name: 'script-files', test: SCRIPT_FILES }] },
        },
      },
    },
  };
}

/** A chunk is named for its file, or for the folder whose `index.ts` it is. */
function chunkName({ name, facadeModuleId }: { name: string; facadeModuleId: string | null }): string {
  return facadeModuleId?.match(/([^/]+)\/index\.ts$/)?.[1] ?? name;
}

/**
 * A chunk must not import the entry by its address: under another query (`?ver=6.5`, as WordPress adds it), or from a copy of the
 * script on another host, that would load and run the entry a second time, with a second Lit and a second state. So the entry puts
 * what chunks need into one list, under a symbol with its version, and chunks take it from there. Of two copies of the entry the
 * first counts: it has registered the elements.
 */
function shareEntryWithChunks(): Plugin {
  const shared = `globalThis[Symbol.for('helloasso-checkout ${version}')]`;
  return {
    name: 'share-entry-with-chunks',
    applyToEnvironment: ({ name }) => name === 'script',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      let exported: readonly string[] = [];
      for (const chunk of chunks.toSorted((a, b) => Number(b.isEntry) - Number(a.isEntry))) {
        if (chunk.isEntry) {
          if (chunk.imports.length > 0) this.error(`The entry needs ${chunk.imports}: a second round trip.`);
          chunk.code = chunk.code.replace(/export\s*\{([^}]*)\};?\s*$/, (_, list) => {
            const pairs = pairsOf(list);
            exported = pairs.map(([, name]) => name);
            return `${shared}??=[${pairs.map(([local]) => local)}];`;
          });
        } else {
          const { fileName } = chunk;
          chunk.code = chunk.code.replace(
            /import\s*\{([^}]*)\}\s*from\s*["']\.\.\/helloasso-checkout\.js["'];?/,
            (_, list) => {
              const members = pairsOf(list).map(([name, local]) => `${exported.indexOf(name)}:${local}`);
              return `const{${members}}=${shared};`;
            },
          );
          if (chunk.code.includes('../helloasso-checkout.js')) this.error(`${fileName} imports the entry.`);
        }
      }
    },
  };
}

/**
 * Lit names its Trusted Types policy `lit-html`. On a page that has a Lit of its own, and allows each name once, the second of the two
 * copies would fail. So the script's policy has a name of its own. Where the page forbids that, the script ends before it registers an
 * element, and the page's fallback content stays: an error on the console says why, and none is uncaught.
 */
function nameTrustedTypesPolicy(): Plugin {
  return {
    name: 'name-trusted-types-policy',
    applyToEnvironment: ({ name }) => name === 'script',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.isEntry) continue;
        const code = chunk.code.replace(/(?<=createPolicy\(.)lit-html/, 'helloasso-checkout');
        if (code === chunk.code) this.error('Lit creates no policy called lit-html.');
        chunk.code = `try{${code}}catch(e){console.error(\`<helloasso-checkout>\`,e)}`;
      }
    },
  };
}

/**
 * Chromium compiles a function when it is called for the first time, on the page's thread. Most of the entry is called to draw the form:
 * this comment makes Chromium compile all of it while it loads, on another thread (explicit compile hints, since Chrome 136).
 */
function compileAtOnce(): Plugin {
  return {
    name: 'compile-at-once',
    applyToEnvironment: ({ name }) => name === 'script',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.isEntry) chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`;
      }
    },
  };
}

/** The configurator's page beside its script, with relative addresses, so that any folder of any server can hold both. */
function copyConfigurateur(): Plugin {
  const files = {
    'index.html': 'configurateur.html',
    'configurateur.css': 'configurateur.css',
    'leaf.svg': 'leaf.svg',
  };
  return {
    name: 'copy-configurateur',
    applyToEnvironment: ({ name }) => name === 'configurateur',
    generateBundle() {
      for (const [fileName, source] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(new URL(`demo/${source}`, import.meta.url)) });
      }
    },
  };
}

/** The files of the script as a module of the server: a bundler takes it along, and a runtime without a file system has it too. */
function embedScript(): Plugin {
  return {
    name: 'embed-script',
    applyToEnvironment: ({ name }) => name === 'commands' || name === 'library',
    load(id) {
      if (!SCRIPT_FILES.test(id)) return;
      const files = JSON.stringify([...readScriptFiles()]);
      return `const files = new Map(${files});\nexport const readScriptFiles = () => files;`;
    },
  };
}

/**
 * With `DEBUG=*` in the environment, the client for Redis would write every command to the standard error, and its password too: the package that
 * does so is left out.
 */
function withoutDebug(): Plugin {
  return {
    name: 'without-debug',
    applyToEnvironment: ({ name }) => name === 'commands' || name === 'redis',
    enforce: 'pre',
    resolveId: (source) => (source === 'debug' ? '\0without-debug' : null),
    load: (id) =>
      id === '\0without-debug' ? 'export default () => Object.assign(() => {}, { enabled: false });' : null,
  };
}

/** The names of `a as b, c`, as `[a, b]` and `[c, c]`. */
function pairsOf(list: string): readonly (readonly [string, string])[] {
  return list.split(',').map((pair) => {
    const [from = '', to = from] = pair.trim().split(' as ');
    return [from, to];
  });
}
