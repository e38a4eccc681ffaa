/** 人员、角色与范围。 */
export const zhPeople = {
  people: {
    role: {
      technician: "技术员",
      "duty-officer": "值班员",
      inspector: "检查员",
      approver: "审批员",
      auditor: "审计员",
      administrator: "管理员",
    },
    notYours: "你的账号不能打开这一页",
    takes: "需要以下角色之一：{{roles}}。可请管理员授予。",
    youAre: "你现在的角色：{{roles}}",
    noEntry: "不在你的权限内：{{what}}",
    notDecided: "作决定需要检查员或审批员。",
    notHandled: "处理告警需要值班员、检查员或审批员。",
  },
} as const;
