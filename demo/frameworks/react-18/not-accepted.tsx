// What the type checker must refuse.
import { HelloassoCheckout } from 'helloasso-checkout/react-components';

// @ts-expect-error: a payer has no phone
export const phone = <HelloassoCheckout payer={{ phone: '0102030405' }} />;
// @ts-expect-error: the event has no such member
export const member = <HelloassoCheckout onHelloassoOutcome={(event) => event.detail} />;
// @ts-expect-error: only read
export const state = <HelloassoCheckout state="ready" />;
