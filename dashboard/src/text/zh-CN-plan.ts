/** 在浏览器里添加平面图的词。 */
export const zhPlan = {
  planForm: {
    add: "添加楼层",
    draw: "添加平面图",
    title: "{{venue}}：添加平面图",
    file: "平面图文件",
    fileMore: "PNG、JPEG、WebP，或 PDF 的一页。在这台电脑上重新绘制，只上传像素，不带拍摄地点等信息。",
    page: "哪一页是平面图（共 {{n}} 页）",
    busy: "正在绘制……",
    image: "所选的平面图",
    twoPoints: "在图上点两个您知道距离的点，例如一面墙的两端。",
    again: "再点一下可以重设其中一点。",
    metres: "两点相距（米）",
    width: "整张图的宽度（米）",
    size: "楼层大小：{{width}} × {{height}} 米",
    name: "楼层名称",
    save: "保存平面图",
    fault: {
      kind: "这不是 PNG、JPEG、WebP 或 PDF 文件。",
      large: "文件太大：请缩小后再试。",
      unreadable: "这个文件打不开，可能已损坏，或不是它所称的格式。",
      encrypted: "这份 PDF 有密码：请另存为没有密码的文件。",
      pages: "这份 PDF 超过 500 页：请只导出平面图那一页。",
      slow: "这一页画得太久，已停止：请导出为图片再试。",
    },
  },
};
