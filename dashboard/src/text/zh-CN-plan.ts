/** 在浏览器里添加平面图的词。 */
export const zhPlan = {
  planForm: {
    add: "添加楼层",
    draw: "添加平面图",
    title: "{{venue}}：添加平面图",
    file: "平面图图片",
    fileMore: "PNG、JPEG 或 WebP。图片在这台电脑上重新绘制，只上传像素，不带拍摄地点等信息。",
    image: "所选的平面图",
    twoPoints: "在图上点两个您知道距离的点，例如一面墙的两端。",
    again: "再点一下可以重设其中一点。",
    metres: "两点相距（米）",
    width: "整张图的宽度（米）",
    size: "楼层大小：{{width}} × {{height}} 米",
    name: "楼层名称",
    save: "保存平面图",
    fault: {
      kind: "这不是 PNG、JPEG 或 WebP 图片。PDF 请先另存为图片。",
      large: "图片太大：请缩小后再试。",
      unreadable: "这张图片打不开，可能已损坏。",
    },
  },
};
