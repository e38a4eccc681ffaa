/** 多个楼层、多个场所的总览用词。 */
export const zhPlaces = {
  place: {
    floorLikely: "在这一层的可能性 {{n}}%",
  },
  floors: {
    all: "全部楼层",
    calm: "这一层没有已知位置的疑似设备",
    unheard: "没有传感器在监听，情况未知",
    noSensors: "这一层没有传感器",
    settled: "已处理 {{n}}",
    unplaced: "另有 {{n}} 个疑似设备位置未知：不在任何一层的图上。",
    cameras: "摄像头 {{n}}",
    inside: "{{n}} 个在私密区域内",
    likeliest: "最可能的位置：{{place}}",
    legend:
      "都是现在的情况。深浅两色为一半与 95% 可能性的区域；斜线处没有传感器能听到。每层最多画出 12 个疑似设备，个数以文字为准。",
  },
};
