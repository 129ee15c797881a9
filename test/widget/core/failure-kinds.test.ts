import { expect } from '@open-wc/testing';
import { isActionable, isHopeless, isTemporary, shownAs } from '../../../widget/core/failure-kinds.ts';

describe('Kinds of failures', () => {
  for (const code of ['not-found', 'origin-not-allowed', 'helloasso-credentials', 'redirect-refused'] as const) {
    it(`shownAs gives ${code} the sentence of proxy-missing, so isHopeless is true for it`, () => {
      expect(shownAs(code)).to.equal('proxy-missing');
      expect(isHopeless(code)).to.equal(true);
    });
  }

  for (const code of ['token-invalid', 'token-expired', 'checkout-forgotten'] as const) {
    it(`shownAs gives ${code} the sentence of checkout-unknown`, () =>
      expect(shownAs(code)).to.equal('checkout-unknown'));
  }

  it('isHopeless is false for failures that may end by waiting', () => {
    for (const code of ['busy', 'timeout', 'offline', 'helloasso-unavailable'] as const) {
      expect(isHopeless(code), code).to.equal(false);
    }
  });

  it('isTemporary is true when the next question may be answered, and false for offline and unusable answers', () => {
    for (const code of ['unreachable', 'timeout', 'busy', 'rate-limited', 'helloasso-unavailable'] as const) {
      expect(isTemporary(code), code).to.equal(true);
    }
    for (const code of ['offline', 'malformed-answer', 'token-invalid', 'internal'] as const) {
      expect(isTemporary(code), code).to.equal(false);
    }
  });

  it('isActionable is true for offline, rate-limited and busy, whose sentences help the payer', () => {
    for (const code of ['offline', 'rate-limited', 'busy'] as const) expect(isActionable(code), code).to.equal(true);
    expect(isActionable('internal')).to.equal(false);
  });
});
