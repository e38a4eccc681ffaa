import type { JoinTrouble } from "../main/join-error.ts";
import type { OtherName } from "../main/other-name.ts";
import type { CheckState } from "../sensor/doctor-report.ts";

/** One thing in both languages, Chinese first. */
export type Both = readonly [zh: string, en: string];

/** What a check is called, and what is to be done when it is not well. */
interface CheckWords {
  name: Both;
  todo: Both;
}

const check = (zh: string, en: string, todoZh: string, todoEn: string): CheckWords => ({
  name: [zh, en],
  todo: [todoZh, todoEn],
});

const ADAPTER: Both = [
  "请插上支持监听模式的 USB 无线网卡（例如 mt76x2u 或 ath9k_htc 芯片），再断电重新上电。",
  "Plug in a USB Wi-Fi adapter with monitor mode (for example mt76x2u or ath9k_htc), then switch the box off and on.",
];
const TERMINAL: Both = [
  "请在终端上运行 sudo probewarden-agent doctor，按提示处理。",
  "Run sudo probewarden-agent doctor in a terminal and do what it says.",
];

/** By a check's id, or the id and the cause where it has several. No address, path or name of the network stands here: everybody nearby can read the page. */
export const CHECKS: Readonly<Record<string, CheckWords>> = {
  identity: check(
    "加入服务器",
    "Joined",
    "请在上面填写六个词，加入服务器。",
    "Join the collector above, by its six words.",
  ),
  configuration: check(
    "设置文件",
    "Settings",
    "设置文件有错，传感器无法启动。请在终端上运行 sudo probewarden-agent doctor，它会指出哪一行有错。",
    "The settings cannot be read, so the sensor does not start. sudo probewarden-agent doctor in a terminal names the line.",
  ),
  network: check(
    "网络",
    "Network",
    "盒子没有连上网络。请插好网线，或为它配置 Wi-Fi。",
    "The box is on no network. Plug the cable in, or give it the Wi-Fi.",
  ),
  adapter: check("无线网卡", "Adapter", ...ADAPTER),
  "on-board": check(
    "板载无线",
    "On-board radio",
    "树莓派自带的无线不能监听。请插上 USB 无线网卡。",
    "The Raspberry Pi's own radio cannot listen. Plug in a USB adapter.",
  ),
  "monitor-mode": check("监听模式", "Monitor mode", ...ADAPTER),
  channels: check(
    "信道",
    "Channels",
    "有些信道用不了。请设置国家/地区代码，或更换网卡。",
    "Some channels cannot be used. Set the country, or take another adapter.",
  ),
  canaries: check(
    "诱饵",
    "Bait",
    "诱饵已开启，但发不出去。请在终端上运行 sudo probewarden-agent doctor，按提示处理。",
    "Bait is switched on and cannot be sent. Run sudo probewarden-agent doctor in a terminal and do what it says.",
  ),
  levels: check(
    "信号对齐",
    "Levels",
    "两块网卡的信号强度还没有对齐，听到同样的接入点几分钟后会自动完成。",
    "The adapters' levels are not on one scale yet; it comes by itself within minutes of hearing the same access points.",
  ),
  rfkill: check(
    "无线开关",
    "Radio switch",
    "无线被关闭。请拨动网卡上的开关，或在终端运行 sudo rfkill unblock wifi。",
    "The radio is switched off. Move its switch, or run sudo rfkill unblock wifi in a terminal.",
  ),
  country: check(
    "国家/地区",
    "Country",
    "没有设置国家/地区，部分信道可能缺失。请在终端运行 sudo iw reg set CN。",
    "No country is set, so channels may be missing. Run sudo iw reg set CN in a terminal.",
  ),
  permission: check("权限", "Permission", ...TERMINAL),
  capture: check(
    "捕获程序",
    "Capture",
    "缺少捕获程序。请在终端运行 sudo apt-get install tcpdump。",
    "A program is missing. Run sudo apt-get install tcpdump in a terminal.",
  ),
  hearing: check(
    "监听",
    "Listening",
    "监听没有运行。请检查无线网卡，然后断电重新上电。",
    "It does not listen. Look at the adapter, then switch the box off and on.",
  ),
  node: check("程序环境", "Node", "程序环境太旧。请重新安装软件包。", "Node is too old. Install the package again."),
  clock: check(
    "时钟",
    "Clock",
    "时钟没有对时。请允许网络访问时间服务器（NTP），稍等片刻再看。",
    "The clock follows nobody. Let the network reach a time server (NTP), and look again in a moment.",
  ),
  disk: check(
    "存储卡",
    "Disk",
    "存储空间不足或已满。请清理，或更换更大的存储卡；满了以后什么也保存不了。",
    "The disk is full or nearly so. Make room or put a larger card in: nothing can be kept on a full one.",
  ),
  power: check(
    "供电",
    "Power",
    "供电不足。请使用原装电源和短线，或让无线网卡接在有源 USB 集线器上。",
    "Too little voltage. Use the board's own power supply and a short cable, or a powered hub for the adapter.",
  ),
  broker: check(
    "服务器连接",
    "Collector",
    "连不上服务器。请检查网线和网络，并确认服务器正在运行。",
    "The collector is not reached. Look at cable and network, and whether the collector runs.",
  ),
  "broker-refused": check(
    "服务器连接",
    "Collector",
    "服务器不让它加入：它已被停用，或已被另一台盒子接替。要重新加入：请生成加入码，断电重新上电，打开这一页，三分钟后再看一次，就能在这里填写（上电后一刻钟内）；也可以在终端上用 probewarden-agent join 加入。",
    "The collector does not let it in: it was retired, or another box took its place. To join again: have a code made, switch the box off and on, open this page, and look again three minutes later: then it is taken here, within a quarter of an hour after the start. Or join in a terminal (probewarden-agent join).",
  ),
  "broker-certificate": check(
    "服务器连接",
    "Collector",
    "服务器的证书不受信任，或盒子的时钟不对。先看时钟；再请管理员检查服务器的证书。",
    "The collector's certificate is not trusted, or the clock is wrong. Look at the clock first, then have the certificate looked at.",
  ),
  version: check(
    "版本",
    "Version",
    "服务器是另一个版本。请把两边装成同一版本，先更新服务器。",
    "The collector is of another version. Install the same release on both, the collector first.",
  ),
  updates: check(
    "远程更新",
    "Updates from afar",
    "这台盒子不能远程更新：它不是以软件包安装的，或没有发布者的公钥。请在终端上运行 sudo probewarden-agent doctor。",
    "It cannot be updated from afar: it is no package, or has no publisher's key. Run sudo probewarden-agent doctor in a terminal.",
  ),
  cameras: check(
    "查找摄像头",
    "Cameras",
    "没有可以查找摄像头的网络。请连接场所的网络。",
    "There is no network to look for cameras on. Connect the venue's.",
  ),
  "camera-answers": check(
    "摄像头应答",
    "Camera answers",
    "系统缓冲区太小，摄像头很多时会漏掉一些应答，之后会再问。",
    "A buffer is small, so some answers are lost where cameras are many; they are asked again.",
  ),
  look: check(
    "状态",
    "State",
    "盒子看不到自己的状态。请断电重新上电。",
    "The box cannot see its own state. Switch it off and on.",
  ),
  outbox: check("待送消息", "Outbox", ...TERMINAL),
};

/** What a state is called, and its shape, for colour does not speak alone. */
export const STATES: Readonly<Record<CheckState, { name: Both; mark: string }>> = {
  ok: { name: ["正常", "ok"], mark: "●" },
  warning: { name: ["注意", "attention"], mark: "◇" },
  failed: { name: ["要处理", "to be mended"], mark: "▲" },
  unknown: { name: ["未知", "not known"], mark: "○" },
};

/** Why a box was not let in, and what to do now. */
export const TROUBLES: Readonly<Record<JoinTrouble | OwnTrouble, Both>> = {
  "no-such-site-code": [
    "服务器没有这个加入码：请再核对六个词；也许之后又生成了新的码，或者填的是另一台服务器。",
    "The collector has made no such code: read the six words again. Another may have been made since, or it is another collector.",
  ],
  "site-code-over": [
    "这个加入码已过期或被收回：请在“传感器”页面重新生成一个。",
    'This code\'s night is over, or it was taken back: have another one made (Sensors, "Let boxes join").',
  ],
  "site-code-used-up": [
    "这个加入码的次数已用完：请重新生成一个。",
    "As many boxes have joined by this code as it was made for: have another one made.",
  ],
  "join-unproven": [
    "盒子和服务器之间有东西截断了连接（代理？）：请填写服务器自己的地址。",
    "Something between this box and the collector ends the connection (a proxy?): give the collector's own address.",
  ],
  "join-needs-tls": [
    "加入要直接走 HTTPS（TLS 1.3）：中间的代理挡住了。",
    "Boxes join straight over HTTPS with TLS 1.3: a proxy is in the way.",
  ],
  "join-version": [
    "盒子和服务器的版本不同：请把两边装成同一版本，先更新服务器。",
    "Box and collector are of different releases: bring both to the same one, the collector first.",
  ],
  "too-many-attempts": [
    "尝试次数太多：请等十分钟，再核对六个词。",
    "Too many attempts: wait ten minutes, and read the six words again.",
  ],
  "unknown-host": [
    "服务器不认这个地址：请填写大家平时打开它用的地址。",
    "The collector does not answer under this name: use the one that people open.",
  ],
  unreachable: [
    "连不上这个地址：请核对服务器地址，并确认服务器正在运行、盒子在同一网络。",
    "Nobody answers there: compare the address, and see whether the collector runs and the box is on its network.",
  ],
  "no-network": [
    "盒子没有网络：请插好网线，或检查它的 Wi-Fi。",
    "This box has no network: look at the cable or its Wi-Fi.",
  ],
  "unknown-name": [
    "盒子查不到这个名字：请改填服务器的 IP 地址，例如 192.168.1.10。",
    "This box does not know that name: give the collector's IP address, for example 192.168.1.10.",
  ],
  "no-collector": [
    "那里不是能让盒子加入的服务器，或者它的版本太旧：请核对地址，或先更新服务器。",
    "What answers there is no collector that lets boxes join, or an older one: compare the address, or update the collector first.",
  ],
  "other-collector": [
    "那里有应答，但它不知道这个码：可能填错了服务器，也可能有人冒充。什么都没有安装；请核对地址，并把加入码收回。",
    "Something answers but does not know this code: another collector, or somebody in its place. Nothing was installed; compare the address, and have the code taken back.",
  ],
  refused: [
    "服务器没有让它加入，请核对地址后再试。",
    "The collector does not let it in; compare the address and try again.",
  ],
  broker: ["服务器暂时不让它连接，请稍后再看。", "The collector does not let it connect yet; look again in a moment."],
  words: [
    "六个词有误，请核对（每个词写前四个字母也可以）：",
    "The six words are not right; compare them (the first four letters of each will do):",
  ],
  address: [
    "请填写服务器的地址，例如 192.168.1.10 或 https://collector.local:8443。",
    "Give the collector's address, for example 192.168.1.10 or https://collector.local:8443.",
  ],
  name: [
    "名称只能用小写字母、数字和连字符，最多 48 个字符，例如 door-3。",
    "A name is lower-case words joined by hyphens, 48 letters at most, for example door-3.",
  ],
  busy: [
    "另一部手机正在让这台盒子加入，请稍等再看。",
    "Another phone is joining this box just now; look again in a moment.",
  ],
  stale: ["这一页放得太久了，请再按一次“加入”。", "The page was open for too long; press Join once more."],
  "joined-already": [
    "这台盒子已经加入了服务器。要换服务器，请先在原服务器上停用它，或在终端上操作，或换一张存储卡。",
    "This box has joined already. To change its collector have it retired there, or use a terminal, or another card.",
  ],
  disk: [
    "存储卡已满或无法写入，没有安装。请清理或更换存储卡，再试一次。",
    "The disk is full or takes nothing, so nothing was installed. Make room or change the card, and try again.",
  ],
  identity: [
    "服务器发来的内容不对，没有安装。请把两边装成同一版本。",
    "What the collector sent is not right, so nothing was installed. Bring both to the same release.",
  ],
  wifi: [
    "Wi-Fi 名称或密码不对：名称 1 到 32 字节，密码 8 到 63 个字符（没有密码就留空）；或这台盒子没有热点。",
    "That is no Wi-Fi: its name has 1 to 32 octets, its password 8 to 63 characters (none: leave it empty); or this box has no hotspot.",
  ],
  helper: [
    "盒子内部没有应答，没有安装。请断电重新上电，再试一次。",
    "The box does not answer itself, so nothing was installed. Switch it off and on, and try again.",
  ],
};

/** What goes wrong on the box itself. */
export type OwnTrouble =
  | "words"
  | "address"
  | "name"
  | "busy"
  | "stale"
  | "joined-already"
  | "disk"
  | "identity"
  | "wifi"
  | "helper";
export type PageTrouble = keyof typeof TROUBLES;

/** Why it has another name than was asked for, and what helps where that is not meant. */
export const OTHER_NAMES: Readonly<Record<OtherName, Both>> = {
  "another-box": [
    "你填的名称另一台传感器正在用或曾经用过，不能重复，所以它用这个名称。",
    "The name you gave is or was another sensor's, and none is given twice, so it has this one.",
  ],
  "joined-before": [
    "这台盒子之前已用同一个加入码加入过，仍用原来的名称。要改名，请在服务器的“安装”页面上改。",
    "This box has joined by this code before and keeps its name. To call it otherwise, do it on the collector's Install page.",
  ],
};

/** The rest of the page. */
export const WORDS = {
  box: ["这台盒子", "This box"],
  notJoined: ["还没有加入服务器", "has not joined a collector"],
  letGo: ["原来的服务器已不让它加入，可以重新加入", "its collector does not let it in any more; it can join again"],
  joined: ["已加入服务器", "has joined its collector"],
  endsWith: ["传感器编号结尾", "sensor's name ends in"],
  joinNow: ["加入", "Join"],
  code: ["六个词", "Six words"],
  codeHelp: [
    "服务器“传感器”页面上“让盒子加入”给出的词或链接",
    'From the collector: Sensors, "Let boxes join"; the words, or the link',
  ],
  collector: ["服务器地址", "Collector's address"],
  collectorHelp: ["粘贴链接时不用填", "Not needed with a link"],
  name: ["名称（可不填）", "Name (may be left empty)"],
  nameHelp: ["例如 door-3", "For example door-3"],
  state: ["状态", "State"],
  allWell: ["一切正常", "All is well"],
  lookAgain: ["再看一次", "Look again"],
  welcome: ["加入成功", "It has joined"],
  calledNow: ["它现在叫", "It is called"],
  clockOff: [
    "注意：盒子的时钟与服务器相差很多，对时之前证书可能不被信任。",
    "Mind: the box's clock is far from the collector's; until it is set, certificates may not be trusted.",
  ],
  next: [
    "监听正在启动。十秒后看状态；然后在手机上打开服务器的“安装”页面，放到平面图上。",
    "Its services start now. See the state in ten seconds; then place it on the plan, on the collector's Install page.",
  ],
  failed: ["没有成功", "It did not work"],
  wifi: ["先连上场所的 Wi-Fi", "First, the venue's Wi-Fi"],
  wifiName: ["Wi-Fi 名称", "Name of the Wi-Fi"],
  wifiPassword: ["Wi-Fi 密码", "Its password"],
  connect: ["连接", "Connect"],
  connecting: [
    "盒子正在连接 Wi-Fi，热点会关闭。两分钟内热点又出现，说明没连上，请重新填写；不出现，就把手机也连到这个 Wi-Fi，再打开这一页。",
    "The box tries the Wi-Fi now, and its hotspot closes. If the hotspot is back within two minutes it did not get in: try again. If not, take your phone to that Wi-Fi and open this page there.",
  ],
} as const satisfies Record<string, Both>;
