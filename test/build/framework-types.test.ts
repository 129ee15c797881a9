import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-frameworks-'));

/** One file of a strict project for each framework. Every line that TypeScript must refuse says so. */
const PROJECTS: Readonly<Record<string, { readonly jsx?: string; readonly code: string }>> = {
  react: {
    jsx: 'react',
    code: `
      import type {} from 'helloasso-checkout/react';
      export const form = (
        <helloasso-checkout
          proxy="https://pay.example.org" offer="don" className="wide" id="form"
          payer={{ firstName: 'Ada' }} amountCents={2000} returnPath="/merci" return-path="/merci" debug
          onhelloasso-outcome={(event) => console.log(event.outcome.reference)}
        >
          <a href="/pay/don">Donner</a>
        </helloasso-checkout>
      );
      export const result = <helloasso-result proxy="https://pay.example.org" theme="dark" />;
      // @ts-expect-error: a payer has no phone
      export const phone = <helloasso-checkout payer={{ phone: '0102030405' }} />;
      // @ts-expect-error: no such theme
      export const theme = <helloasso-checkout theme="noir" />;
      // @ts-expect-error: no handler
      export const event = <helloasso-checkout onhelloasso-outcome={42} />;
      // @ts-expect-error: an event of a form has no such member
      export const member = <helloasso-checkout onhelloasso-outcome={(event) => event.detail.paid} />;
      // @ts-expect-error: only read
      export const state = <helloasso-checkout state="ready" />;`,
  },
  'react-components': {
    jsx: 'react',
    code: `
      import type { HelloassoCheckout as FormElement } from 'helloasso-checkout';
      import { HelloassoCheckout, HelloassoResult } from 'helloasso-checkout/react-components';
      import { createRef } from 'react';
      export const form = (
        <HelloassoCheckout
          proxy="https://pay.example.org" offer="don" className="wide" ref={createRef<FormElement>()} key="form"
          payer={{ firstName: 'Ada' }} amountCents={2000} returnPath="/merci" debug
          onHelloassoOutcome={(event) => console.log(event.outcome.reference)}
        >
          <a href="/pay/don">Donner</a>
        </HelloassoCheckout>
      );
      export const result = <HelloassoResult proxy="https://pay.example.org" theme="dark" />;
      // @ts-expect-error: a payer has no phone
      export const phone = <HelloassoCheckout payer={{ phone: '0102030405' }} />;
      // @ts-expect-error: the event has no such member
      export const member = <HelloassoCheckout onHelloassoOutcome={(event) => event.detail} />;
      // @ts-expect-error: only a form is ready
      export const ready = <HelloassoResult onHelloassoReady={() => {}} />;`,
  },
  preact: {
    jsx: 'preact',
    code: `
      import type {} from 'helloasso-checkout/preact';
      export const form = (
        <helloasso-checkout
          proxy="https://pay.example.org" offer="don" class="wide" payer={{ firstName: 'Ada' }}
          onhelloasso-outcome={(event) => console.log(event.outcome.reference)}
        />
      );
      // @ts-expect-error: a payer has no phone
      export const phone = <helloasso-checkout payer={{ phone: '0102030405' }} />;
      // @ts-expect-error: no handler
      export const event = <helloasso-checkout onhelloasso-outcome={42} />;`,
  },
  solid: {
    jsx: 'solid-js',
    code: `
      import type {} from 'helloasso-checkout/solid';
      export const form = (
        <helloasso-checkout
          proxy="https://pay.example.org" offer="don" class="wide" prop:payer={{ firstName: 'Ada' }}
          on:helloasso-outcome={(event) => console.log(event.outcome.reference)}
        />
      );
      // @ts-expect-error: a payer has no phone
      export const phone = <helloasso-checkout prop:payer={{ phone: '0102030405' }} />;
      // @ts-expect-error: no handler
      export const event = <helloasso-checkout on:helloasso-outcome={42} />;`,
  },
  vue: {
    code: `
      import type {} from 'helloasso-checkout/vue';
      import type { GlobalComponents } from 'vue';
      type Props = InstanceType<GlobalComponents['helloasso-checkout']>['$props'];
      export const form: Props = {
        proxy: 'https://pay.example.org', offer: 'don', class: 'wide', payer: { firstName: 'Ada' },
        onHelloassoOutcome: (event) => console.log(event.outcome.reference),
      };
      // @ts-expect-error: a payer has no phone
      export const phone: Props = { payer: { phone: '0102030405' } };
      // @ts-expect-error: an event of a form has no such member
      export const event: Props = { onHelloassoOutcome: (event) => event.detail.paid };`,
  },
  lit: {
    code: `
      import 'helloasso-checkout/define';
      import type { HelloassoChangeEvent, HelloassoOutcomeEvent, Payer } from 'helloasso-checkout';
      import { html, LitElement } from 'lit';
      const PAYER: Payer = { firstName: 'Ada' };
      export class GiftPage extends LitElement {
        static override properties = { amountCents: { state: true }, outcome: { state: true } };
        declare amountCents: number | undefined;
        declare outcome: string;
        override render() {
          return html\`<helloasso-checkout
            proxy="https://pay.example.org" offer="don" .payer=\${PAYER}
            @helloasso-change=\${(event: HelloassoChangeEvent) => { this.amountCents = event.amountCents; }}
            @helloasso-outcome=\${(event: HelloassoOutcomeEvent) => { this.outcome = event.outcome.outcome; }}
          ></helloasso-checkout>\`;
        }
      }
      // @ts-expect-error: a payer has no phone
      export const phone: Payer = { phone: '0102030405' };
      // @ts-expect-error: an event of a form has no such member
      export const event = html\`<helloasso-checkout @helloasso-outcome=\${(event: HelloassoOutcomeEvent) => event.detail}>\`;`,
  },
  svelte: {
    code: `
      import type {} from 'helloasso-checkout/svelte';
      import type { SvelteHTMLElements } from 'svelte/elements';
      type Props = SvelteHTMLElements['helloasso-checkout'];
      export const form: Props = {
        proxy: 'https://pay.example.org', offer: 'don', class: 'wide', payer: { firstName: 'Ada' },
        'onhelloasso-outcome': (event) => console.log(event.outcome.reference),
      };
      // @ts-expect-error: a payer has no phone
      export const phone: Props = { payer: { phone: '0102030405' } };
      // @ts-expect-error: an event of a form has no such member
      export const event: Props = { 'onhelloasso-outcome': (event) => event.detail.paid };`,
  },
};

/** The applications that are tried in a browser, too; those that are projects of their own bring their own compiler. */
const EXAMPLES = 'demo/frameworks';
const FILES = globSync(`${EXAMPLES}/*/*.{ts,tsx}`).filter((path) => !existsSync(join(dirname(path), 'package.json')));

/** Packages of frameworks, and what their types need. */
const PACKAGES = [
  ...[
    '@types/react',
    '@types/react-dom',
    'csstype',
    'preact',
    'solid-js',
    'vue',
    '@vue',
    'svelte',
    'lit',
    'lit-html',
    'lit-element',
  ],
  ...['@lit/reactive-element', '@types/trusted-types'],
];

describe('the types for frameworks, in a strict project with the package', () => {
  before(() => {
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { encoding: 'utf8' });
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    const installed = join(folder, 'node_modules/helloasso-checkout');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['xzf', join(folder, tarball), '--strip-components=1', '-C', installed]);
    for (const name of PACKAGES) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(resolve('node_modules', name), link);
    }
    writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, { jsx, code }] of Object.entries(PROJECTS)) {
    it(`${name} accepts properties, attributes and events, and refuses others`, () => {
      const file = `use-${name}.${jsx ? 'tsx' : 'ts'}`;
      writeFileSync(join(folder, file), `${code}\n`);
      const examples = FILES.filter((path) => path.startsWith(join(EXAMPLES, name)));
      for (const path of examples) {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        copyFileSync(path, join(folder, path));
      }
      const options = {
        ...{ strict: true, noEmit: true, target: 'ES2022', module: 'esnext', moduleResolution: 'bundler' },
        ...{ lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [], allowImportingTsExtensions: true },
        ...(jsx && { jsx: jsx === 'solid-js' ? 'preserve' : 'react-jsx', jsxImportSource: jsx }),
      };
      const project = join(folder, `tsconfig.${name}.json`);
      writeFileSync(project, JSON.stringify({ compilerOptions: options, files: [file, ...examples] }));
      const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', project], { encoding: 'utf8' });
      const own = stdout
        .split('\n')
        .filter((text) => [file, EXAMPLES, 'helloasso-checkout'].some((part) => text.includes(part)));
      assert.deepEqual(own, []);
    });
  }

  it('VS Code completes both elements, their attributes and the values of theme', () => {
    const path = join(folder, 'node_modules/helloasso-checkout/dist/vscode.html-custom-data.json');
    const { tags } = JSON.parse(readFileSync(path, 'utf8')) as {
      tags: { name: string; attributes: { name: string; values?: { name: string }[] }[] }[];
    };
    assert.deepEqual(
      tags.map(({ name }) => name),
      ['helloasso-checkout', 'helloasso-result'],
    );
    const theme = tags[0]?.attributes.find(({ name }) => name === 'theme');
    assert.deepEqual(
      theme?.values?.map(({ name }) => name),
      ['auto', 'light', 'dark'],
    );
  });
});
