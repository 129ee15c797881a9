import { createHmac } from 'node:crypto';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Signs a price for the attribute `signed-offer`, valid for 30 minutes. Use it only on your server: the key allows setting prices.
 * `cart`: { offer, amountCents, reference, itemName? }; `key`: one of the proxy's OFFER_KEYS.
 */
export function signOffer(cart, { key, organization, environment }) {
  const iat = Math.floor(Date.now() / 1000);
  const header = encode({ alg: 'HS256', typ: 'helloasso-offer+jwt' });
  const payload = encode({ ...cart, aud: organization, environment, iat, exp: iat + 1800 });
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(`${header}.${payload}`).digest('base64url');
  return `${header}.${payload}.${signature}`;
}
