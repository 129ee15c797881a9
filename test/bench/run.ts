// The benches, one after the other, or those that are named: `npm run bench soak`. Each records its figures in `results/`, and fails
// the run when it misses an aim.
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  proxy: () => import('./proxy.ts'),
  simulator: () => import('./simulator.ts'),
  limits: () => import('./limits.ts'),
  page: () => import('./page.ts'),
  soak: () => import('./soak.ts'),
};

const [, , ...named] = process.argv;
for (const name of named.length > 0 ? named : ['proxy', 'simulator', 'limits', 'page']) {
  const bench = BENCHES[name];
  if (!bench) throw new Error(`no bench ${name}: there are ${Object.keys(BENCHES).join(', ')}`);
  await bench();
}

export {}; // a module, so that it may await
