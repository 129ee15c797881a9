import { expect } from '@open-wc/testing';
import type { ProblemCode } from '../../../proxy/contract/problem.ts';
import { CheckoutError, type ErrorDetails } from '../../../widget/errors.ts';
import { describeError } from '../../../widget/messages/error-text.ts';
import { fr } from '../../../widget/messages/fr.ts';
import { frReturn } from '../../../widget/messages/fr-return.ts';
import { BRETON } from './languages.ts';

/** The French sentence of a failure. */
function sentenceOf(code: CheckoutError['code'], details?: ErrorDetails): string {
  return describeError(new CheckoutError(code, '', details), fr);
}

describe('describeError', () => {
  it('describeError returns the sentence of the code', () => {
    expect(sentenceOf('busy')).to.equal(frReturn['error-busy']);
  });

  it('describeError returns the sentence of proxy-missing for a failure that only the page’s author can end', () => {
    expect(sentenceOf('origin-not-allowed')).to.equal(frReturn['error-proxy-missing']);
  });

  it('describeError returns the sentence of internal for malformed-answer and for a code of a newer proxy', () => {
    expect(sentenceOf('malformed-answer')).to.equal(frReturn['error-internal']);
    expect(sentenceOf('newer-code' as ProblemCode)).to.equal(frReturn['error-internal']);
  });

  for (const code of ['rate-limited', 'busy'] as const) {
    it(`describeError gives the time of day for ${code} with a wait above 30 s, else no time`, () => {
      expect(sentenceOf(code, { retryAfterS: 31 })).to.match(/Vous pourrez réessayer à\s\d\d:\d\d\.$/);
      expect(sentenceOf(code, { retryAfterS: 30 })).to.equal(frReturn[`error-${code}`]);
    });
  }

  it('describeError gives the time of day without AM and PM in a language that the browser may not have', () => {
    const error = new CheckoutError('busy', '', { retryAfterS: 60 });
    expect(describeError(error, BRETON)).to.match(/\d\d:\d\d\.$/);
  });

  it('describeError ends with the request id where the operator must look into the failure, and not where the payer solves it', () => {
    const details = { requestId: '3f9a1c77e0' };
    const reference = ' Référence\u00a0: 3f9a1c77e0.';
    expect(sentenceOf('helloasso-refused', details)).to.equal(frReturn['error-helloasso-refused'] + reference);
    expect(sentenceOf('malformed-json', details)).to.equal(frReturn['error-internal'] + reference);
    expect(sentenceOf('busy', details)).to.equal(frReturn['error-busy']);
    expect(sentenceOf('plan-changed', details)).to.equal(frReturn['error-plan-changed']);
  });

  it('describeError gives a time that is not before the end of the wait, by the clock that it is given', () => {
    const clock = { timeZone: 'Pacific/Auckland', now: Date.parse('2026-11-22T12:00:30Z') };
    expect(describeError(new CheckoutError('busy', '', { retryAfterS: 60 }), fr, clock)).to.contain('01:02');
  });

  it('describeError gives the opening day of an offer that is not open, where it is known', () => {
    expect(sentenceOf('offer-not-open', { opensOn: '2026-12-01' }).replace(/\s/g, ' ')).to.equal(
      'Ce formulaire ouvrira le 1er décembre 2026.',
    );
    expect(sentenceOf('offer-not-open')).to.equal(frReturn['error-offer-not-open']);
  });
});
