import { readFileSync, rmSync } from 'node:fs';
import { minify } from 'terser';
import { defineConfig, type Plugin } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

/** The browser floor: below it the elements are never defined, and the page's own fallback shows. */
const TARGET = ['safari16.4', 'chrome111', 'firefox115'];

export default defineConfig({
  logLevel: 'warn',
  base: './',
  environments: {
    /** What a web page loads: one file, and versioned files beside it for what only some payers need. */
    script: {
      consumer: 'client',
      build: {
        target: TARGET,
        outDir: 'dist/script',
        emptyOutDir: false,
        lib: { entry: 'widget/define.ts', formats: ['es'], fileName: () => 'helloasso-checkout.js' },
        rolldownOptions: {
          preserveEntrySignatures: 'allow-extension',
          checks: { bundlerTimings: false }, // a busy machine is no fault of the build
          output: { chunkFileNames: `v${version}/[name].js`, minify: true },
        },
      },
    },
    /** What a bundler imports: the classes, with Lit left to the application. */
    elements: {
      consumer: 'client',
      build: {
        target: TARGET,
        outDir: 'dist/elements',
        emptyOutDir: false,
        minify: false,
        lib: { entry: { index: 'widget/index.ts', define: 'widget/define.ts' }, formats: ['es'] },
        rolldownOptions: { external: /^lit(\/|$)/, output: { chunkFileNames: '[name].js' } },
      },
    },
    /** What Node runs: commands and library, with every dependency inside. */
    server: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        target: 'node22',
        outDir: 'dist',
        emptyOutDir: false,
        ssr: true,
        minify: false,
        rolldownOptions: {
          input: {
            cli: 'proxy/cli.ts',
            proxy: 'proxy/create-proxy.ts',
            simulator: 'demo/simulator/create-simulator.ts',
            'simulator-cli': 'demo/simulator/cli.ts',
          },
          preserveEntrySignatures: 'strict',
          // Flat: like the sources, the files find the package's folder one level up.
          output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
        },
      },
    },
  },
  plugins: [squeezeTemplates(), minifyOnceMore()],
  builder: {
    async buildApp({ environments, build }) {
      rmSync('dist', { recursive: true, force: true });
      const { script, elements, server } = environments;
      await Promise.all([script, elements, server].map((environment) => environment && build(environment)));
    },
  },
});

/**
 * What minifiers leave alone: the inside of templates, 220 bytes of the compressed entry. A line break and its indent are for
 * the reader of the source: between tags and values they are nothing at all, within a tag they are a space. Quotes that
 * HTML does not need go too. A styles file must hold its CSS alone, without line comments.
 */
function squeezeTemplates(): Plugin {
  return {
    name: 'squeeze-templates',
    applyToEnvironment: ({ name }) => name === 'script',
    transform: {
      filter: { id: /\/widget\/.*styles\.ts$/ },
      handler: (code) =>
        code
          .replace(/\s*\n\s*/g, '')
          .replace(/\s*([{};,>]|: )\s*/g, (_, mark: string) => mark.trim())
          .replaceAll(';}', '}')
          .replace(/='([\w-]+)'/g, '=$1')
          .replace(/(?<=[ :(-])0\./g, '.'),
    },
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        chunk.code = chunk.code
          .replace(/(?<=[`>}])\s*\n\s*(?=[<$`])/g, '')
          .replace(/\s*\n {2,}/g, ' ') // an indent: a line break alone is Lit's, in a list of white space
          .replace(/(?<= [a-z-]+)="([\w-]+)"(?=[ >])/g, '=$1');
      }
    },
  };
}

/** Members that only our own files name, so that the script may shorten them: never one that a page can see, or that is kept. */
const INTERNAL = `
  addController adviseOnNames advice allowsForm depart describeFault describeForm describeState draftFor faults fetchOnlyOffer
  firstValues follow hasWishes hostConnected hostDisconnected hostUpdated isAloud isBare isIncomplete isPolling isSlow
  isToldAloud optionsOf optionsStyles pay plannedOn prepareReturn receiveReturn renderCompany renderFallback renderForm
  renderInstalments renderRoot renderTax renderTest renderTimes renderWayOut requestUpdate returning willUpdate withSignedPrice
`;

/** The same of Lit, beside those that begin with `_$`. */
const INTERNAL_TO_LIT = 'creationScope element renderBefore strings';

/**
 * What Vite's minifier leaves: functions and constants that are used once find their place there, and members that no page can
 * see a short name, the same in every file. Together 290 bytes of the compressed entry.
 */
function minifyOnceMore(): Plugin {
  return {
    name: 'minify-once-more',
    applyToEnvironment: ({ name }) => name === 'script',
    async generateBundle(_, bundle) {
      const nameCache = {};
      const shortened = new RegExp(`^(_\\$.*|${INTERNAL_TO_LIT} ${INTERNAL.trim()})$`.replace(/\s+/g, '|'));
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const { code } = await minify(chunk.code, {
          module: true,
          ecma: 2020,
          compress: { passes: 3 },
          mangle: { properties: { regex: shortened } },
          nameCache,
        });
        chunk.code = code ?? chunk.code;
      }
    },
  };
}
