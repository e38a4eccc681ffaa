import type { SensorRefusalCode } from "@probewarden/contract";

const LOOK = "核对这台设备是不是原来那台；在传感器上运行 probewarden-agent doctor。";
const PASSWORD = "在服务器上运行 probewarden-collector sensor add 为它换一个密码，再在传感器上重新加入。";
const UPDATE = "更新传感器的软件；仍然出现时，检查设备是否被人动过。";
const WAITS = "超出的部分留在传感器里，稍后补送。持续出现时，查看它周围是否有人大量发送无线帧，或检查设备。";
const FULL = "先处理已列出的条目。数量不合常理时，检查这台设备是否被人动过。";

/** Chinese words for what was refused to a sensor, and what to do about it. A code without words does not compile. */
export const zhRefusals = {
  refused: {
    "other-identity": "它冒用其他传感器的名字，或读写不属于它的主题",
    "too-large": "消息或字段太大",
    "not-mqtt": "发来的不是 MQTT",
    "qos-2": "使用了传感器不会使用的 QoS 2",
    "too-deep": "消息嵌套过深",
    json: "消息不是 JSON",
    schema: "消息不符合数据约定",
    "wrong-password": "有人用它的名字、错误的密码登录",
    "signs-in-too-often": "登录过于频繁",
    "too-fast": "发送过快",
    "over-octets": "每分钟的数据量超出一台传感器的限度",
    "over-messages": "每分钟的消息数超出一台传感器的限度",
    "over-rows": "每分钟的信号强度和统计行数超出一台传感器的限度",
    "over-findings": "同时存在的发现超出一台传感器的限度",
    "over-suspects": "它造成的疑似设备超出一台传感器的限度",
    "over-cameras": "它找到的摄像头超出一台传感器的限度",
    "over-newcomers": "它上报的新发射源超出一台传感器的限度",
    "excerpt-form": "它作为证据送来的帧不合规定格式，或含有不得离开传感器的内容",
    "excerpt-unnamed": "它作为证据送来的帧含有其任何发现都未列出的地址",
    "over-pieces": "它同时索取的新版本片段超出一台传感器的限度",
    "no-such-piece": "它索取的新版本片段不存在，或没有让它安装",
    "out-of-time": "信号强度的时间早于保存期限",
  } satisfies Record<SensorRefusalCode, string>,
  refusedMend: {
    "other-identity": LOOK,
    "too-large": UPDATE,
    "not-mqtt": LOOK,
    "qos-2": LOOK,
    "too-deep": UPDATE,
    json: UPDATE,
    schema: "核对传感器与服务器的版本，更新较旧的一方。",
    "wrong-password": PASSWORD,
    "signs-in-too-often": "检查它与服务器之间的网络是否时断时续，以及是否有两台设备使用同一个名字。",
    "too-fast": WAITS,
    "over-octets": WAITS,
    "over-messages": WAITS,
    "over-rows": WAITS,
    "over-findings": FULL,
    "over-suspects": FULL,
    "over-cameras": FULL,
    "over-newcomers": FULL,
    "excerpt-form": UPDATE,
    "excerpt-unnamed": "无需处理：通常是该地址已被撤回，这些帧没有保存。",
    "over-pieces": LOOK,
    "no-such-piece": LOOK,
    "out-of-time": "检查传感器的时钟（NTP）；它离线很久之后补送旧记录时也会出现。",
  } satisfies Record<SensorRefusalCode, string>,
} as const;
