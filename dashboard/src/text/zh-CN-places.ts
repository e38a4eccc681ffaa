/** 多个楼层、多个场所的总览用词。 */
export const zhPlaces = {
  place: {
    notCalibrated: "这一层没有用实地测量校准过。",
    floorLikely: "在这一层的可能性 {{n}}%",
  },
  region: {
    views: "看法",
    list: "列表",
    region: "区域图",
    map: "按坐标绘制的场所示意图",
    kilometres: "{{n}} 公里",
    metres: "{{n}} 米",
    north: "上为北，没有底图",
    cluster: "{{n}} 个场所，其中 {{waiting}} 个需要处理，点按放大。最需要的：{{first}}",
    seen: "图中 {{n}} 个场所，共 {{all}} 个；最需要处理的在前。",
    here: "同一地点的 {{n}} 个场所，共 {{all}} 个。",
    back: "退回",
    noPlaces: "还没有场所写明坐标，只能按区县列出。写明坐标：打开场所，选“全部楼层”，再选“位置与区县”。",
    withoutPlace: "没有坐标的场所 {{n}}，按区县",
    noDistrict: "没有写明区县",
    district: "{{n}} 个场所，{{waiting}} 个需要处理",
  },
  placeForm: {
    open: "位置与区县",
    title: "{{venue}}在哪里",
    more: "区域图按坐标画出场所，没有坐标的按区县列出。坐标用 WGS 84；国内地图的坐标会偏几百米，对区域图没有影响。",
    coordinates: "坐标（纬度，经度）",
    wrong: "请先写纬度再写经度，例如 31.2304, 121.4737。",
    district: "区县，或其他分组",
    save: "保存位置",
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
    legendThen:
      "是那一刻所知道的情况，不含后来才知道的；传感器和摄像头画在现在的位置。深浅两色为一半与 95% 可能性的区域；斜线处当时没有传感器能听到。",
    legend:
      "都是现在的情况。深浅两色为一半与 95% 可能性的区域；斜线处没有传感器能听到。每层最多画出 12 个疑似设备，个数以文字为准。",
  },
};
