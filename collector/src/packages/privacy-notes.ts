/** What was cut out of a package, or was never there. */
export interface RemovedNote {
  code: string;
  zh: string;
  en: string;
  /** How many texts were cut. */
  count?: number;
}

/** What a file of a package is, for the page that is read first. */
export type ReadMeLine = readonly [file: string, zh: string, en: string];

/** What a package of a suspect does not hold, and why; part of its manifest. */
export const REMOVED_OF_SUSPECTS: readonly RemovedNote[] = [
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
];

/** What a package of a camera does not hold, and why, with how many texts were cut; part of its manifest. */
export const removedOfCameras = (cut: { credentials: number; addresses: number }): RemovedNote[] => [
  {
    code: "visitors-addresses",
    zh: "访客设备的地址不在包内：摄像头进程只发布它判定为摄像头的设备。",
    en: "Addresses of visitors' devices: the process that looks for cameras publishes nothing but what it has classified as a camera.",
  },
  {
    code: "credentials",
    zh: "账号、密码、摘要、随机数以及网址中的登录信息和查询部分均已去除：传感器在发送前去除，打包时再去除一次；count 为打包时被改动的文本数。",
    en: "User names, passwords, digests, nonces, and logins and queries in URLs: the sensor cuts them out before it sends, and the collector once more here; count says how many texts it changed.",
    count: cut.credentials,
  },
  {
    code: "spelled-addresses",
    zh: "摄像头文本中出现的硬件地址已以 [address] 代替，因为无法判断属于谁；count 为被改动的文本数。",
    en: "Hardware addresses that stand in the words of a camera: [address] stands in their place, for nobody can tell whose they are; count says how many texts were changed.",
    count: cut.addresses,
  },
  {
    code: "no-pictures",
    zh: "没有画面、视频、人脸、账号名称：从未打开视频流，也未读取这些内容。",
    en: "Pictures, video, faces, names of accounts: no stream was ever opened, and none of these was asked for.",
  },
  {
    code: "raw-answers",
    zh: "摄像头的原始应答不在包内：它们留在传感器或审计所用的机器上（审计包，probewarden-agent cameras verify）；ladder.jsonl 中的 SHA-256 可与之核对。",
    en: "The raw answers of the camera: they stay on the sensor, or in the bundle of the audit on the machine that made it (probewarden-agent cameras verify); the SHA-256 in ladder.jsonl tie them to what stands here.",
  },
];

/** Whoever replays a capture expects the suspect's whole score. */
const REPLAY_NOTE = `若有 captures/：重放其中一个文件，只得出该文件所含的证据，可能少于全部证据，得分也就更低；
哪些能得出、哪些不能，见 manifest.json 的 captures[].replay（reproduces、doesNotReproduce）和 evidence.jsonl 的 inCaptures。
Where there is captures/: replaying one capture gives the lines that this capture holds, which may be fewer than all evidence, and so a lower score.
Which they are is said in manifest.json (captures[].replay: reproduces, doesNotReproduce) and in evidence.jsonl (inCaptures).`;

/** What stands in the package for who opens it first. */
export const readMe = (fingerprint: string, files: readonly ReadMeLine[] = []): string => `明察 · Probewarden

证据包 · A package of evidence

核验（离线，只需 Node 20.19 或更新版本）· To verify it, offline, with Node 20.19 or newer and nothing else:

    node verify-package.mjs PACKAGE.zip FINGERPRINT

FINGERPRINT：签名公钥的 SHA-256 指纹。请通过另一渠道（例如电话）向出具单位索取；下面这一行若被人改动，核验自己是看不出来的。
verify-package.mjs：请使用项目中的那一份，不要使用本包内附带的副本——改动证据包的人也能改动它。
FINGERPRINT is SHA-256 of the public key. Ask whoever issued the package for it by another way, by telephone say: this page could have been changed too.
Take verify-package.mjs from the project. The copy in here is for whoever trusts this package already.

    ${fingerprint}

manifest.json   清单：类型、字节数、SHA-256、SM3、版本、传感器、时钟、人员、目的、法律依据、为隐私去除的内容 · what is in here, and what was removed
${files
  .map(
    ([file, zh, en]) => `${file.padEnd(15)} ${zh} · ${en}
`,
  )
  .join("")}documents/      决定所依据的文件 · documents that decisions rest on
custody.jsonl   保管链 · custody, a chain of hashes

${REPLAY_NOTE}
`;
