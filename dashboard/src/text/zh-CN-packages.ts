/** Chinese words for evidence that leaves the house as a file. */
export const zhPackages = {
  packages: {
    title: "证据包",
    lead: {
      suspect:
        "一个签名的压缩包：每条证据及其权重、各处电平、位置、决定和保管链，附离线核验程序。访客设备的地址和搜索过的网络名称不在包内。",
      camera:
        "一个签名的压缩包：各类别已证实的级别及证明、各传感器所见、现场记录、决定和保管链，附离线核验程序。账号、密码和画面不在包内。",
    },
    make: "导出证据包…",
    makeOfDecision: "导出此决定的证据包…",
    ofDecision: "从第 {{n}} 号决定导出：作出决定时已知的内容有标记",
    dialog: "导出证据包",
    dialogMore: "目的和法律依据会写进证据包和操作记录。",
    dialogOfDecision:
      "包内标明作出这项决定时已知的内容，之后发生的不会算作当时已知。目的和法律依据会写进证据包和操作记录。",
    purpose: "用途",
    purposeHint: "例如：移送市场监管部门",
    legalBasis: "法律依据",
    legalBasisHint: "法条、文书或案号",
    send: "生成",
    state: { waiting: "等待第二人批准", refused: "第二人未批准", "taken-back": "提出的人已撤回" },
    file: "下载证据包",
    taken: "{{by}} 取走 · {{mb}} MB",
    neverTaken: "还没有人取走",
    sha256: "SHA-256",
    key: "签名公钥指纹（SHA-256）",
    keyMore: "把它经另一渠道（例如电话）告诉核验的人。对方用项目中的核验程序离线运行：",
  },
};
