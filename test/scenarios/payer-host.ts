/** A host name of the demo site that is not loopback: there the elements show nothing to the page's author. */
export const PAYER_HOST = 'payeur.example';

/** Arguments for Chromium: the host is this machine, as `*.localhost` is, its pages count as secure, and no other name is resolved. */
export function payerArguments(siteUrl: string): readonly string[] {
  const origin = siteUrl.replace('localhost', PAYER_HOST);
  const hosts = `MAP ${PAYER_HOST} 127.0.0.1, MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1`;
  return [`--host-resolver-rules=${hosts}`, `--unsafely-treat-insecure-origin-as-secure=${origin}`];
}
