// What runs the sources needs a Node that reads TypeScript. Plain JavaScript, so that an older one can run it and say so.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `The sources of helloasso-checkout need Node 22.18 or newer; this is Node ${process.versions.node}.\n`,
  );
  process.exit(1);
}
