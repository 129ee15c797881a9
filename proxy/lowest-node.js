// The first module of the built commands: the lowest Node that runs them, as in package.json. It is plain JavaScript, so that a Node that is too
// old can run it and say so.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`helloasso-checkout needs Node 20.19 or newer; this is Node ${process.versions.node}.\n`);
  process.exit(1);
}
