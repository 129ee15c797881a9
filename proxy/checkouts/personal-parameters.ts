/**
 * Whether a query parameter identifies the payer, belongs to their session, or opens something in their name. The return address is
 * sent to HelloAsso and stays in histories and logs. `utm_…` names a campaign, not a person; `code` is an OAuth code beside `state`,
 * else a voucher, for one; `key` is a secret if its value is long, else the page's own word.
 * Takes names and value decoded; `allNames` are those of the whole query.
 */
export function isPersonal(name: string, value: string, allNames: ReadonlySet<string>): boolean {
  const plainName = name.toLowerCase().replace(/\[.*/, '').trim();
  return (
    PERSONAL_NAMES.has(plainName) ||
    (plainName === 'code' && allNames.has('state')) ||
    (plainName === 'login' && allNames.has('key')) ||
    /^_{0,2}(csrf|xsrf|aspsessionid|_hs)/.test(plainName) ||
    SECRET_NAME.test(plainName) ||
    (KEY_NAME.test(plainName) && LONG_KEY.test(value)) ||
    (PHONE_NAME.test(plainName) && SIX_DIGITS.test(value)) ||
    PHONE_NUMBER.test(value) ||
    JWT.test(value) ||
    EMAIL_ADDRESS.test(name) ||
    EMAIL_ADDRESS.test(value)
  );
}

/** The last word is `token`, as in `access_token`, `resetToken` and `auth-token`, or a password's; `tokens` is a count. */
const SECRET_NAME = new RegExp(
  [
    '(token|jeton|jwt|secret|password|passwd|pwd|motdepasse|mot_de_passe|apikey|api_key|api-key)$',
    '^token[_-](hash|id)$',
    '^auth(orization|[_-]?(key|code|hash))?$',
    // the links of forgotten passwords and new accounts
    '^(user[_-]?|(password|pwd|pass)[_-]?)?(reset|recovery|activation|verification|confirmation|unlock)[_-]?((password|pwd|pass)[_-]?)?(key|code|hash)$',
  ].join('|'),
);

/** WordPress (`?action=rp&key=…&login=…`), WooCommerce (`?key=wc_order_…`). */
const KEY_NAME = /^(key|cle|clef|clé)$/;
const LONG_KEY = /^[\w-]{16,}$/;

/** `mobile=1` chooses a view of the page. */
const PHONE_NAME = /(^|[_-])(tel|tél|phone|telephone|téléphone|phone_?number|mobile|portable|gsm|whatsapp|msisdn|sms)$/;
const SIX_DIGITS = /\d(\D?\d){5}/;

/** In the form of France, or international. A `+` that the page did not encode is read as a space. */
const PHONE_NUMBER =
  /^ *(0[1-9]([ ./-]?\d\d){4}|\+[1-9]([ ./()-]{0,2}\d){7,14}|00[1-9]([ ./()-]{0,2}\d){9,14}) *$|^ [1-9]([ ./()-]{0,2}\d){7,14}$/;

const JWT = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/;

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

/** Of sign-ins: one-time codes, Firebase, SAML. */
const SIGN_INS = 'bearer otp totp mdp oobcode samlresponse samlart';

const SESSIONS =
  '_wpnonce nonce _nonce _token authenticity_token __requestverificationtoken form_token form_build_id ' +
  'phpsessid jsessionid sessionid session_id sessid sid connect.sid laravel_session asp.net_sessionid cfid cftoken';

const PERSONAL_NAMES: ReadonlySet<string> = new Set(
  [CLICKS, READERS, SIGN_INS, SESSIONS].flatMap((names) => names.split(' ')),
);
