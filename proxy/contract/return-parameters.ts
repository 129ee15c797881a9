// Names that a return address and the requests of a returning browser carry. Widget and proxy use the same ones.

/** Query parameter of ours: the return token. */
export const TOKEN_PARAMETER = 'helloasso-checkout';

/** Query parameter of ours: how the payer came back, `error` or `back`. Absent in the address for an attempt to pay. */
export const STEP_PARAMETER = 'helloasso-step';

/** How the payer came back, as the address says. Never an outcome. */
export type Step = 'return' | 'error' | 'back';

/** Header of `POST /v1/checkouts`: a random UUID in lower case, the same for each repeat of one request. */
export const IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key';
