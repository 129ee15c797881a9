/** Types of the request context in every route. */
export interface HonoEnv {
  /** What the server in front of the proxy passes with a request. */
  Bindings: { readonly clientAddress: string };
  Variables: {
    requestId: string;
    /** Of a creation, once HelloAsso has created it; of a read, as the request names it. */
    checkoutIntentId?: number;
  };
}
