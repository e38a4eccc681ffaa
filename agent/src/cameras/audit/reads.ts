/** Paths that an audit reads of a family, all by GET. Each was looked up in the maker's documentation; none changes anything. */
export const READS = {
  isapi: {
    entry: "/ISAPI/System/deviceInfo",
    further: [
      "/ISAPI/System/capabilities",
      "/ISAPI/Event/triggers",
      "/ISAPI/Event/channels/capabilities",
      "/ISAPI/ContentMgmt/InputProxy/channels",
      "/ISAPI/Event/notification/httpHosts",
      "/ISAPI/Intelligent/capabilities",
      "/ISAPI/Smart/capabilities",
      "/ISAPI/AccessControl/capabilities",
      "/ISAPI/System/Video/inputs/channels/1/VCAResource/capabilities",
      "/ISAPI/System/Video/inputs/channels/1/VCAResource",
      "/ISAPI/System/Video/inputs/channels/1/motionDetection",
      "/ISAPI/Smart/FaceDetect/1",
      "/ISAPI/Smart/LineDetection/1",
      "/ISAPI/Smart/FieldDetection/1",
    ],
  },
  vapix: { entry: "/axis-cgi/applications/list.cgi", further: [] },
  dahua: {
    entry: "/cgi-bin/magicBox.cgi?action=getDeviceType",
    further: [
      "/cgi-bin/magicBox.cgi?action=getSoftwareVersion",
      "/cgi-bin/devVideoAnalyse.cgi?action=getcaps&channel=1",
      "/cgi-bin/configManager.cgi?action=getConfig&name=VideoAnalyseGlobal",
      "/cgi-bin/configManager.cgi?action=getConfig&name=VideoAnalyseRule",
      "/cgi-bin/configManager.cgi?action=getConfig&name=SmartMotionDetect",
      "/cgi-bin/configManager.cgi?action=getConfig&name=MotionDetect",
    ],
  },
} as const satisfies Record<string, { entry: string; further: readonly string[] }>;

/** Namespaces of the ONVIF services that an audit asks. */
export const SERVICES = {
  device: "http://www.onvif.org/ver10/device/wsdl",
  media: "http://www.onvif.org/ver10/media/wsdl",
  media2: "http://www.onvif.org/ver20/media/wsdl",
  analytics: "http://www.onvif.org/ver20/analytics/wsdl",
  events: "http://www.onvif.org/ver10/events/wsdl",
} as const;
