import type { Messages } from '../messages.ts';

const fault =
  'Something unexpected went wrong. Please try again in a moment; if it happens again, tell the association.';
const closed = 'Online payment is not available at the moment. You may want to let the association know.';
const changed = 'This form has changed in the meantime. Please reload the page to continue.';
const untraced =
  'We cannot find this payment. If you did pay, HelloAsso has sent you a confirmation by email: please check before you start again.';

/** British English. */
export const en: Messages = {
  locale: 'en-GB',
  loading: 'Loading…',
  retry: 'Try again',
  amount: 'Amount',
  otherAmount: 'Other amount',
  amountInEuros: 'Amount, in euros',
  bounds: 'From {0} to {1}',
  details: 'Your details',
  optional: 'optional',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'Email address',
  contribution:
    'You will pay on HelloAsso, a free service: the full amount goes to the association. HelloAsso will suggest adding a voluntary contribution of your own; you can change it or set it to €0.',
  submit: {
    gift: ['Give', 'Give {0}'],
    membership: ['Join', 'Join for {0}'],
    ticket: ['Book', 'Book for {0}'],
    payment: ['Pay', 'Pay {0}'],
  },
  sending: 'Preparing your payment…',
  leaving: 'Taking you to HelloAsso…',
  faults: {
    'amount-missing': 'Please enter an amount.',
    'amount-unreadable': 'Please write the amount without a thousands separator, for example 1000 or 20.50.',
    'amount-out-of-range': 'Please enter an amount from {0} to {1}.',
    quantity: 'Please enter a number from 1 to {2}.',
    email: 'Please check the email address: it should look like name@example.org.',
  },
  failed: 'Please check your connection and try again.',
  unavailable: 'Online payment is not available at the moment.',
  incomplete: 'Please reload the page to learn the result of your payment.',
  options: {
    test: 'Test',
    testMeans: 'No real money will be charged.',
    quantity: 'Quantity',
    payment: 'Payment',
    once: 'In one payment',
    severalTimes: 'In {0} payments',
    plan: '{0} today, then {1}',
    inSeveralTimes: 'in {0} payments',
    term: '{0} on {1}',
    firstDay: '1',
  },
  after: {
    errors: {
      'malformed-json': fault,
      'unsupported-media-type': fault,
      'body-too-large': fault,
      'invalid-request': 'One of these details was not accepted. Please check them and try again.',
      'idempotency-key-invalid': fault,
      'idempotency-key-reused': fault,
      'return-path-invalid': closed,
      'metadata-not-declared': closed,
      'origin-not-allowed': closed,
      'offer-unknown': 'This form is not available, or no longer is.',
      'amount-not-applicable': changed,
      'amount-out-of-range': 'This amount is no longer accepted. Please reload the page to see which ones are.',
      'quantity-out-of-range': 'This many are no longer available. Please choose fewer and try again.',
      'instalments-not-offered': 'This number of payments is no longer offered. Please choose another and try again.',
      'plan-changed': 'The payment dates have just changed. Please check them above and confirm again.',
      'token-invalid': untraced,
      'token-expired': untraced,
      'checkout-unknown': untraced,
      'checkout-forgotten': untraced,
      'rate-limited': 'Too many attempts in a short time. Please wait a minute and try again.',
      'not-found': closed,
      'method-not-allowed': fault,
      'helloasso-unavailable': 'HelloAsso is not responding at the moment. Please try again shortly.',
      'helloasso-refused': 'HelloAsso did not accept this request. Please check what you entered and try again.',
      'helloasso-credentials': closed,
      'organisation-cannot-collect': 'The association cannot receive online payments at the moment.',
      internal: fault,
      offline: 'You seem to be offline. Please check your connection and try again.',
      unreachable: 'The payment service is not responding. Please try again shortly.',
      timeout: 'The payment service is taking too long to respond. Please try again shortly.',
      'malformed-answer': fault,
      'redirect-refused': closed,
      'proxy-missing': closed,
    },
    verifying: 'Checking your payment…',
    verifyAgain: 'Check again',
    backToForm: 'Back to the form',
    returns: {
      paid: [
        'Thank you!',
        'Your payment of {0} for “{1}” is confirmed. HelloAsso is sending you a confirmation by email.',
      ],
      settling: [
        'Payment being confirmed',
        'HelloAsso has not confirmed your payment yet. This can take a few minutes; you will get an email as soon as it is done. There is no need to pay again until then.',
      ],
      bank: [
        'Payment on its way from your bank',
        'Your payment of {0} for “{1}” is recorded. Your bank may take several days to pass it on; there is nothing more for you to do.',
      ],
      refused: [
        'The payment was declined',
        'HelloAsso tells us that your payment of {0} for “{1}” was declined. Nothing has been charged. You can try again, with another card if need be.',
      ],
      abandoned: [
        'The payment was not completed',
        'HelloAsso tells us that no payment was made. Nothing has been charged.',
      ],
      refunding: ['Refund in progress', 'Your payment of {0} for “{1}” is being refunded.'],
      refunded: ['Payment refunded', 'Your payment of {0} for “{1}” has been refunded.'],
      contested: [
        'Payment disputed',
        'Your payment of {0} for “{1}” has been disputed with the bank. The association can tell you more.',
      ],
      back: ['Payment interrupted', 'You have come back before the end of the payment.'],
      error: ['The payment could not be completed', 'Something went wrong on HelloAsso’s page.'],
      unverified: [
        'Payment to be checked',
        'Did your payment go through? We cannot tell at the moment. Before you pay again, please check whether HelloAsso has already sent you a confirmation by email.',
      ],
    },
    paidFirst:
      'Your first payment of {0} out of {2} for “{1}” is confirmed. HelloAsso is sending you a confirmation by email.',
    kept: 'What you had entered has been kept: you can carry on whenever you like.',
    due: 'Still to come: {0}.',
    refunded: 'Refunded so far: {0}.',
    receipt: 'See the payment receipt',
  },
};
