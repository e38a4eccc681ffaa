import type { SurveyHint, SurveyKind } from "@probewarden/contract";

/** What is in the air and is not recognised, in Chinese. */
export const zhSurvey = {
  survey: {
    title: "空中普查",
    lead: "过去一小时听到、但不在本场所网络清单上的发射源。",
    more: "列入这里不说明它有任何问题：多半是邻店的路由器，或清单里漏登的自家设备。只列接入点和疑似设备；手机只计数，从不列出。固定接入点听到半小时后列出；地址随机的要满一天，因为可能是谁的热点。",
    link: "空中普查",
    linkMore: "听到了但不认识的，以及哪些信道、楼层没有在听",
    back: "返回传感器",
    where: "场所",
    csv: "导出 CSV",
    none: "没有听到不认识的发射源",
    noneNext: "这只说明在下面“听了哪里”列出的信道和楼层上没有；没有听的地方，有没有不知道。",
    deaf: "过去一小时没有任何传感器在监听。",
    deafMore: "清单空着不等于没有东西：没有人听。请先处理传感器。",
    noResidents: "本场所关闭了常驻网络上报，所以这里只有疑似设备和新发射源，其余听到的不列出。",
    coverage: "听了哪里",
    band: "{{band}} GHz",
    bandAll: "听了 {{n}} 个信道，没有漏听的",
    bandSome: "听了 {{n}} 个信道；没有听：{{channels}}",
    bandNone: "完全没有听：这个频段里有什么，不知道",
    floors: "没有传感器在听的楼层：{{floors}}",
    deafSensors: "过去一小时没有在听的传感器：{{sensors}}",
    phones: "手机只计数",
    phonesAt: "“{{sensor}}”每分钟约 {{n}} 部",
    phonesNone: "没有计数",
    recognised: "清单上的本场所网络，听到 {{n}} 个；清单之外 {{others}} 个。",
    beyond: "另有 {{n}} 个没有列出：一次最多列 2000 个。",
    found: "听到、不认识的",
    heardBy: "“{{sensor}}”听得最清楚",
    alsoHeard: "另有 {{n}} 个传感器听到",
    noAddress: "冒用别人的地址，自己的不知道",
    addresses: "{{n}} 个地址",
    couldBe: "可能是：",
    couldBeNothing: "从听到的看不出是什么",
    why: "看理由",
    workList: "在新发射源清单里",
    loadMore: "更多",
  },
} as const;

/** Words for the codes of a survey. */
export const zhSurveyCodes = {
  surveyKind: {
    suspect: "疑似",
    newcomer: "新来的",
    resident: "未登记",
  } satisfies Record<SurveyKind, string>,
  surveyHint: {
    "maybe-ours": "本场所接入点的另一个网络（地址相邻，清单可能漏了）",
    "our-name": "用着本场所的网络名：漏登的自家设备，也可能是仿冒",
    "extra-network": "同一接入点的又一个网络",
    hotspot: "停留不走的热点，或改了地址的接入点",
    "wifi-direct": "打印机、投屏或待设置的摄像头（设备直连）",
    inside: "就在那个传感器附近",
    outside: "在外面或邻店：到哪里都弱",
    unnamed: "名称隐藏，或不能公开",
  } satisfies Record<SurveyHint, string>,
} as const;
