/** What a package does not hold, and why; part of its manifest. */
export const REMOVED = [
  {
    code: "visitors-addresses",
    zh: "访客设备的地址不在包内：地址只存在于听到它的无线进程内存中，从未离开传感器。",
    en: "Addresses of visitors' devices: they exist in the memory of the radio process that heard them, and never leave the sensor.",
  },
  {
    code: "asked-names",
    zh: "访客手机搜索过的网络名称不在包内：只给出数量；只列出公开网络、场所自有网络、诱饵名称，以及嫌疑设备自行广播且无人搜索过的名称。",
    en: "Network names that visitors' phones asked for: they are counted. Named are public networks, the venue's own, our bait, and names that the suspect advertises and nobody asked for.",
  },
  {
    code: "frames-redacted",
    zh: "证据所附的帧只保留时刻、电平、信道、类型和由常量与数字组成的摘要。",
    en: "Frames behind a line of evidence keep their instant, level, channel, kind, and a summary of constants and numbers.",
  },
  {
    code: "captures-pseudonymised",
    zh: "所附抓包中，除嫌疑设备及其所攻击或冒充的网络外，其余地址和名称均为该文件专用的随机假名，没有密钥，两个文件之间无法对应；数据帧只有帧头，手机的帧只保留其搜索的名称（假名）。",
    en: "Captures: all addresses and names but those of the suspect and of networks that it hits or imitates are pseudonyms drawn at random for that one file, with no key, so that no two files can be joined. Of data frames only the header is there, of a phone's frames only the name that it asked for, as a pseudonym.",
  },
  {
    code: "addresses-taken-back",
    zh: "后来被认定属于访客设备的地址已在各处删除；包内只给出数量。",
    en: "Addresses that turned out to be a visitor's device were erased everywhere; the package says how many.",
  },
] as const;

/** What stands in the package for who opens it first. */
export const readMe = (fingerprint: string): string => `明察 · Probewarden

证据包 · A package of evidence

核验（离线，只需 Node 20.19 或更新版本）· To verify it, offline, with Node 20.19 or newer and nothing else:

    node verify-package.mjs PACKAGE.zip FINGERPRINT

FINGERPRINT：签名公钥的 SHA-256 指纹。请通过另一渠道（例如电话）向出具单位索取；下面这一行若被人改动，核验自己是看不出来的。
verify-package.mjs：请使用项目中的那一份，不要使用本包内附带的副本——改动证据包的人也能改动它。
FINGERPRINT is SHA-256 of the public key. Ask whoever issued the package for it by another way, by telephone say: this page could have been changed too.
Take verify-package.mjs from the project. The copy in here is for whoever trusts this package already.

    ${fingerprint}

manifest.json  清单：类型、字节数、SHA-256、SM3、版本、传感器、时钟、人员、目的、法律依据、为隐私去除的内容 · what is in here, and what was removed
suspect.json   嫌疑对象 · the suspect
evidence.jsonl 每一条证据及其权重 · each line of evidence with its weight
judgement.json 先验、阈值、减轻情节 · prior, thresholds, mitigations
levels.json    各传感器处的电平 · levels at each sensor
history.jsonl  经过与位置 · what changed, and where it was
decisions.jsonl 人的决定 · what people decided
alerts.jsonl   告警与处理步骤 · alerts and their steps
captures/      嫌疑设备的帧（pcapng，其余地址和名称为假名）· frames of the suspect, everybody else under a pseudonym
custody.jsonl  保管链 · custody, a chain of hashes
`;
