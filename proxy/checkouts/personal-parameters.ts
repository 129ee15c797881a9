/**
 * Whether a query parameter identifies the payer or belongs to their session. The return address is sent to HelloAsso and stays in
 * histories and logs. `utm_…` names a campaign, not a person; `code` is an OAuth code beside `state`, else a voucher, for one.
 * Takes names and value decoded; `allNames` are those of the whole query.
 */
export function isPersonal(name: string, value: string, allNames: ReadonlySet<string>): boolean {
  const plainName = name.toLowerCase().replace(/\[.*/, '').trim();
  return (
    PERSONAL_NAMES.has(plainName) ||
    (plainName === 'code' && allNames.has('state')) ||
    /^_{0,2}(csrf|xsrf|aspsessionid|_hs)/.test(plainName) ||
    EMAIL_ADDRESS.test(name) ||
    EMAIL_ADDRESS.test(value)
  );
}

/** Also matches an address inside a nested URL, where it is encoded once or twice more. */
const EMAIL_ADDRESS = /[^\s@](?:@|%(?:25)*40)[^\s@]+(?:\.|%(?:25)*2e)[^\s@]/i;

const CLICKS =
  // Google, Microsoft, Yandex
  'gclid gclsrc dclid gbraid wbraid srsltid _ga _gl _gac msclkid yclid ymclid ysclid _openstat ' +
  // Meta, X, TikTok, LinkedIn, Pinterest, Reddit, Snapchat
  'fbclid fb_action_ids fb_comment_id igsh igshid twclid ttclid li_fat_id epik rdt_cid sccid ' +
  // Adobe, affiliates, advertisers
  's_cid s_kwcid irclickid clickid rb_clickid dicbo obclid tblci zanpid awc';

/** Ids of one reader, in the links of newsletters. */
const READERS =
  'mc_cid mc_eid hsctatracking mkt_tok vero_id vero_conv oly_enc_id oly_anon_id __s _kx _bhlid _branch_match_id ' +
  'at_recipient_id at_recipient_list bsft_clkid bsft_uid et_rid ml_subscriber ml_subscriber_hash mtm_cid pk_cid ' +
  'sc_customer sc_eh sc_uid ss_email_id vgo_ee wickedid';

const SESSIONS =
  '_wpnonce nonce _nonce _token authenticity_token __requestverificationtoken form_token form_build_id ' +
  'phpsessid jsessionid sessionid session_id sessid sid connect.sid laravel_session asp.net_sessionid cfid cftoken';

const PERSONAL_NAMES: ReadonlySet<string> = new Set([CLICKS, READERS, SESSIONS].flatMap((names) => names.split(' ')));
