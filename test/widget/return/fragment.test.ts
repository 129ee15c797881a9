import { expect } from '@open-wc/testing';
import { containsSecret, pageToKeep } from '../../../widget/return/fragment.ts';

describe('A fragment', () => {
  for (const route of [
    '#/don',
    '#don',
    '#!/fr/adhesion',
    '#/don?montant=20&campagne=noel',
    '#/adhesion-saison-2025-2026',
    '#/campagnes/12/don/nouveau',
    '#/don/%C3%A9t%C3%A9%202026',
  ]) {
    it(`is kept: ${route}`, () => {
      expect(containsSecret(route)).to.equal(false);
    });
  }

  for (const secret of [
    '#access_token=abc',
    '#/don?access%5Ftoken=abc',
    '#id_token=abc&state=x',
    '#/retour?code=abc',
    '#state=abc',
    '#/don?promo_code=abc',
    '#/don?key=abc',
    '#/don?Session=abc',
    '#aaa.bbb.ccc',
    '#/lien/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP',
    '#/lien?x=abcdefghijklmnopq',
    '#/connexion/0f8fad5bd9cb469fa165',
    '#/connexion/0f8fad5b-d9cb-469f-a165-70867728950e',
    '#/connexion/Zm9vYmFyYmF6cXV4MTIz',
    '#%zz',
    `#/${'a/'.repeat(100)}`,
  ]) {
    it(`is not kept: ${secret}`, () => {
      expect(containsSecret(secret)).to.equal(true);
    });
  }

  it('is kept with the path of the page, unless it is empty or contains a secret', () => {
    const { href, pathname } = location;
    const kept = ['#/don', '#', '#/', '#!/', '', '#access_token=abc'].map((hash) => {
      history.replaceState(history.state, '', `${href.split('#')[0]}${hash}`);
      return pageToKeep();
    });
    history.replaceState(history.state, '', href);
    expect(kept).to.deep.equal([`${pathname}#/don`, undefined, undefined, undefined, undefined, undefined]);
  });
});
