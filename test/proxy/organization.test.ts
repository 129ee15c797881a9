import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findOrganization } from '../../proxy/organization.ts';
import { testConfig } from './environment.ts';

const SISTER = { kind: 'gift', itemName: 'Don', amountCents: 500, organization: 'asso-soeur' };

describe('findOrganization', () => {
  const offerOf = (organization: string | readonly string[]) => ({ ...SISTER, organization });

  it('finds an organisation by every former slug, from the environment or an offer', () => {
    const config = testConfig(
      { HELLOASSO_ORGANIZATION: 'asso,ancien-nom' },
      { a: offerOf('asso'), b: offerOf(['asso', 'premier-nom']), c: offerOf('asso') },
    );
    for (const slug of ['asso', 'ancien-nom', 'premier-nom'])
      assert.equal(findOrganization(config, slug)?.slug, 'asso');
    assert.equal(findOrganization(config, 'inconnu'), undefined);
  });

  it('prefers a current slug to the former slug of another organisation', () => {
    const config = testConfig({ HELLOASSO_ORGANIZATION: 'asso,repris' }, { a: offerOf('repris') });
    assert.equal(findOrganization(config, 'repris')?.slug, 'repris');
  });
});
