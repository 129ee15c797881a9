// HelloAsso’s parameters in a return address, and the parameters of the page that have the same names. The script’s entry needs neither.

/**
 * Query parameters that HelloAsso appends when it sends the payer back, case-sensitive. `checkoutIntentId` always; `code`
 * (`succeeded` or `refused`) and, on success, `orderId` on `returnUrl`; `error` on `errorUrl`. Source: HelloAsso's PHP sample
 * (`return.phtml`, `error.php`) and the code of the Dolibarr and Moodle plugins.
 */
export const HELLOASSO_PARAMETERS = ['checkoutIntentId', 'code', 'orderId', 'error'] as const;

/** Begins the name under which a parameter of the page travels that is named like HelloAsso's: `helloasso-own-code`. */
export const OWN_PREFIX = 'helloasso-own-';

/**
 * Whether a query parameter of the page, its name decoded, would be mixed up with HelloAsso's on its way: servers such as PHP keep
 * the last of equal names, and take `code[]` for `code`.
 */
export function isNamedLikeHelloasso(name: string): boolean {
  const plainName = name.replace(/\[.*/s, '').trim();
  return HELLOASSO_PARAMETERS.some((parameter) => parameter === plainName);
}
