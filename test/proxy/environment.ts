import { type Config, readConfig } from '../../proxy/config/config.ts';

/** A whole environment of a first try, with the simulator on loopback. */
export const ENVIRONMENT = {
  HELLOASSO_CLIENT_ID: 'client-id-of-the-test',
  HELLOASSO_CLIENT_SECRET: 'client-secret-of-the-test',
  HELLOASSO_ORGANIZATION: 'asso-demo',
  HELLOASSO_API_URL: 'http://127.0.0.1:8789',
  ALLOWED_ORIGINS: 'https://www.example.org,http://localhost:8788',
} as const;

/** A configuration from that environment and the repository's own offers, or others. */
export function testConfig(environment: Readonly<Record<string, string>> = {}, offers?: object): Config {
  return readConfig({ ...ENVIRONMENT, ...environment }, offers && (() => JSON.stringify(offers)));
}

/** The account that a simulator must have for that configuration. */
export function accountOf({ helloasso: { apiOrigin, organization, clientId, clientSecret } }: Config) {
  return { origin: apiOrigin, organization: organization.slug, clientId, clientSecret };
}
