const CUT = "[cut]";

/**
 * Elements whose text is a credential or can be replayed as one; some cameras echo them in the header of their answer. A value in
 * a URI (`user:password@`, `?password=`) is cut as well, and so is the whole query of a URI: makers give their login fields names of
 * their own (`loginuse=`, `usr=`), and a query proves nothing.
 */
const SECRET_ELEMENT =
  /(<(?:[\w.-]+:)?(?:Username|Password|Nonce|Created|PasswordDigest|Key|Passphrase|Community)\b[^<>]*>)[^<]{1,4096}(?=<\/)/gi;
const SECRET_ATTRIBUTE =
  /\b((?:user(?:name)?|usr|login\w{0,8}|passw(?:or)?d|passwd|pass|pwd|psw|nonce|token|digest|response)=)("[^"]{1,4096}"|'[^']{1,4096}'|[^&\s"'<>;]{1,4096})/gi;
/** Up to the last "@" of the authority: a password may hold one. */
const USER_INFO = /(\b[a-z][a-z\d+.-]{1,15}:\/\/)[^\s/<>"']{1,512}@/gi;
const QUERY = /(\b(?:https?|rtsps?|onvif):\/\/[^\s<>"'?#]{1,512}\?)[^\s<>"']{1,4096}/gi;

/**
 * Cuts credentials out of a text that came from a device. A truth value stays: `UsernameToken="false"` is a capability. What was cut once is cut no
 * further.
 */
export function cutCredentials(text: string): string {
  return text
    .replaceAll(SECRET_ELEMENT, `$1${CUT}`)
    .replaceAll(QUERY, `$1${CUT}`)
    .replaceAll(SECRET_ATTRIBUTE, (whole, name: string, value: string) => {
      const bare = value.replaceAll(/["']/g, "");
      if (/^(true|false|\d|\[cut\])$/i.test(bare)) return whole;
      const quote = /^["']/.exec(value)?.[0] ?? "";
      return `${name}${quote}${CUT}${quote}`;
    })
    .replaceAll(USER_INFO, `$1${CUT}@`);
}
