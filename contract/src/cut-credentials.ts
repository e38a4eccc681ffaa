const CUT = "[cut]";

/**
 * Elements whose text is a credential or can be replayed as one; some cameras echo them in the header of their answer. A value in
 * a URI (`user:password@`, `?password=`) is cut as well, and so is the whole query of a URI: makers give their login fields names of
 * their own (`loginuse=`, `usr=`), and a query proves nothing. A text may end inside any of them: only its beginning is quoted.
 */
const SECRET_ELEMENT =
  /(<(?:[\w.-]+:)?(?:Username|Password|Nonce|Created|PasswordDigest|Key|Passphrase|Community)\b[^<>]*>)[^<]{1,4096}(?=<\/|$)/gi;
const SECRET_ATTRIBUTE =
  /\b((?:user(?:name)?|usr|login\w{0,8}|passw(?:or)?d|passwd|pass|pwd|psw|nonce|token|digest|response)=)("[^"]{1,4096}"?|'[^']{1,4096}'?|[^&\s"'<>;]{1,4096})/gi;
/**
 * The same as a field of JSON, whose makers put words around theirs (`rtspPassword`, `wifi_psk`). Its quotes may be those of JSON in a text of JSON
 * (`\"`), of a program (`'`), or of JSON in XML (`&quot;`). A value ends at the first such quote that no backslash stands before, and
 * a list at its bracket; a number may be a PIN.
 */
const SECRET_FIELD = new RegExp(
  [
    String.raw`(?<quote>\\{0,3}["']|&quot;|&#34;|&apos;|&#39;)`,
    String.raw`(?<name>[\w.-]{0,32}(?:passw(?:or)?d|passphrase|pwd|psw|psk|secret|token|nonce|digest|credentials?|api_?key|private_?key|session_?id|cookie|authorization)[\w.-]{0,16}`,
    String.raw`|[\w.-]{0,24}(?:user|user_?(?:name|id)|usr)|login\w{0,8}|pass|pin|key|community)`,
    String.raw`\k<quote>(?<between>\s{0,8}:\s{0,8})`,
    String.raw`(?:\k<quote>(?<text>(?:(?!(?<!\\)\k<quote>)[^]){1,4096})(?:\k<quote>)?|(?<list>\[[^\]]{1,4096}\]?)|(?<number>-?\d[\w.+-]{1,64}))`,
  ].join(""),
  "gi",
);
/** Header fields of HTTP that let somebody in (RFC 9110, 11.6.2; RFC 6265, 4). */
const SECRET_HEADER = /\b((?:authorization|cookie)\s{0,4}:\s{0,4})[^\r\n<>"']{1,4096}/gi;
/** Up to the last "@" of the authority: a password may hold one. */
const USER_INFO = /(\b[a-z][a-z\d+.-]{1,15}:\/\/)[^\s/<>"']{1,512}@/gi;
const QUERY = /(\b(?:https?|rtsps?|onvif):\/\/[^\s<>"'?#]{1,512}\?)[^\s<>"']{1,4096}/gi;
/** What is no credential, whatever it is the value of: a capability, or what is cut already. */
const SAYS_NOTHING = /^(true|false|\d|\[cut\])$/i;

/**
 * Cuts credentials out of a text that came from a device. A truth value stays: `UsernameToken="false"` is a capability. What was cut once is cut no
 * further.
 */
export function cutCredentials(text: string): string {
  return text
    .replaceAll(SECRET_ELEMENT, `$1${CUT}`)
    .replaceAll(QUERY, `$1${CUT}`)
    .replaceAll(SECRET_ATTRIBUTE, (whole, name: string, value: string) => {
      if (SAYS_NOTHING.test(value.replaceAll(/["']/g, ""))) return whole;
      const quote = /^["']/.exec(value)?.[0] ?? "";
      return `${name}${quote}${CUT}${quote}`;
    })
    .replaceAll(SECRET_FIELD, cutField)
    .replaceAll(SECRET_HEADER, `$1${CUT}`)
    .replaceAll(USER_INFO, `$1${CUT}@`);
}

/** The groups of a match are its last argument. */
function cutField(whole: string, ...matched: unknown[]): string {
  const { quote = "", name = "", between = "", text } = matched.at(-1) as Record<string, string | undefined>;
  return text !== undefined && SAYS_NOTHING.test(text)
    ? whole
    : `${quote}${name}${quote}${between}${quote}${CUT}${quote}`;
}
