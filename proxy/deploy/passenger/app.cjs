// The startup file for Phusion Passenger, and for what does the same, such as LiteSpeed on shared hosting. They load it by `require`, and make a
// Unix socket of the port. The settings are those of `helloasso-checkout serve`.
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');

const folder = dirname(require.resolve('helloasso-checkout/package.json'));
process.argv.splice(2, Number.POSITIVE_INFINITY, 'serve');
import(pathToFileURL(join(folder, 'dist/cli.js')).href);
