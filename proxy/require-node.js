// Plain JavaScript, so that even a Node too old to read TypeScript can run it and say so.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`helloasso-checkout needs Node 22.18 or newer; this is Node ${process.versions.node}.\n`);
  process.exit(1);
}
