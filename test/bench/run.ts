// The benches, one after the other. Each records its figures in `results/`, and fails the run when it misses an aim.
await import('./proxy.ts');
await import('./simulator.ts');
await import('./limits.ts');
await import('./page.ts');

export {};
