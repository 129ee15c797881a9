import { TOKEN_PARAMETER } from '../../proxy/contract/return-parameters.ts';

/** The key of `sessionStorage` and of `history.state`: the same name as the parameter of the address. */
export const STORAGE_KEY = TOKEN_PARAMETER;

/** The return chunk cleans the address, and a router may draw the element long after. */
let wasInAddress = false;

/** Whether a payer may be coming back: by HelloAsso's redirect, by a reload after it, or because a checkout has left this tab. */
export function mayBeReturning(): boolean {
  try {
    wasInAddress ||= location.search.includes(`${TOKEN_PARAMETER}=`);
    return wasInAddress || history.state?.[STORAGE_KEY] || sessionStorage[STORAGE_KEY];
  } catch {
    return false; // no storage, and nothing in the address
  }
}
