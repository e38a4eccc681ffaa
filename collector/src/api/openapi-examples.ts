import * as floors from "./openapi-calibration.ts";
import * as fleet from "./openapi-fleet.ts";
import * as joins from "./openapi-join.ts";
import * as rows from "./openapi-rows.ts";

/** A route's examples: what is sent, and what is answered with which status. */
export interface RouteExamples {
  body?: unknown;
  /** By status; 200 where a value stands alone. */
  answers: Readonly<Record<string, unknown>>;
}

const ok = (value: unknown, body?: unknown): RouteExamples => ({
  answers: { 200: value },
  ...(body === undefined ? {} : { body }),
});
/** A page that is the last one. */
const all = (row: unknown): RouteExamples => ok({ items: [row] });
/** A page with one behind it. */
const page = (path: string, row: unknown): RouteExamples =>
  ok({ items: [row], more: true, next: `${path}?limit=1&after=WyJleGFtcGxlIl0` });

const features = (id: string, properties: object, [x, y]: [number, number]) => ({
  type: "FeatureCollection",
  coordinates:
    "metres on the plan of floorId: x to the right, y down from its upper left corner; no longitude and latitude",
  crs: { type: "name", properties: { name: "urn:probewarden:crs:floor-metres" } },
  features: [{ type: "Feature", id, geometry: { type: "Point", coordinates: [x, y] }, properties }],
});

/** An example of what every route takes and answers, by its operationId. `openapi-examples.test.ts` holds each to its schema. */
export const EXAMPLES: Readonly<Record<string, RouteExamples>> = {
  getHealth: { answers: { 200: rows.readiness, 503: rows.refusingReadiness } },
  getSession: ok(rows.session),
  postSession: ok(rows.session, { name: "王敏", password: "correct horse battery" }),
  putSessionPassword: ok(rows.session, { present: "correct horse battery", next: "staple of another horse" }),
  deleteSession: ok(rows.noSession),
  postFirstAccount: ok(rows.session, { token: "one-time-token", name: "王敏", password: "correct horse battery" }),
  postProviderBegin: ok(
    { url: "https://login.example/authorize?client_id=probewarden&response_type=code&scope=openid" },
    { returnTo: "/inbox" },
  ),
  postProviderFinish: ok({ returnTo: "/inbox" }, { answer: "?code=one-time-code&state=of-this-sign-in" }),
  postProviderCode: ok({ returnTo: "/inbox" }, { code: "123456" }),
  getOwnProvider: ok(rows.ownProvider),
  postOwnProviderLink: ok(
    { url: "https://login.example/authorize?client_id=probewarden&response_type=code&scope=openid" },
    { password: "correct horse battery" },
  ),
  postOwnProviderUnlink: ok(
    { hasPassword: true, provider: { label: "集团账号" } },
    { password: "correct horse battery" },
  ),
  postPeopleByAccountIdProviderUnlink: ok(rows.people),
  getPeople: ok(rows.people),
  postPeopleInvitations: ok(rows.madeInvitation, { name: "李强", roles: ["duty-officer"], scope: { all: true } }),
  postPeopleInvitationsByInvitationIdWithdraw: ok({ ...rows.people, invitations: [] }),
  putPeopleByAccountIdRights: ok(rows.people, {
    roles: ["inspector"],
    scope: { districts: ["黄浦区"], venues: [] },
  }),
  putPeopleByAccountIdActive: ok(rows.people, { active: true }),
  postPeopleByAccountIdReset: ok(rows.madeInvitation),
  getPeopleByAccountIdSessions: all(rows.personSession),
  postPeopleByAccountIdSessionsEnd: ok(rows.people, {}),
  postPeopleByAccountIdSecondStepOff: ok(rows.people),
  getOwnTokens: all(rows.apiToken),
  postOwnTokens: ok(
    { token: "pw_one-time-told", items: [rows.apiToken] },
    {
      name: "报表",
      roles: ["inspector"],
      scope: { districts: ["黄浦区"], venues: [] },
      mayChange: false,
      days: 90,
      password: "correct horse battery",
    },
  ),
  postOwnTokensByTokenIdRevoke: ok({ items: [] }),
  getPeopleByAccountIdTokens: all(rows.apiToken),
  postPeopleByAccountIdTokensByTokenIdRevoke: ok({ items: [] }),
  getOwnSecondStep: ok({ state: "on", recoveryCodesLeft: 9 }),
  postOwnSecondStepBegin: ok(
    {
      secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      uri: "otpauth://totp/Probewarden:ana?issuer=Probewarden&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    },
    { password: "correct horse battery" },
  ),
  postOwnSecondStepConfirm: ok({ recoveryCodes: ["abcd-efgh-ijkl-mnop"] }, { code: "123456" }),
  postOwnSecondStepCodes: ok({ recoveryCodes: ["abcd-efgh-ijkl-mnop"] }, { code: "123456" }),
  postOwnSecondStepOff: ok(
    { state: "off", recoveryCodesLeft: 0 },
    { password: "correct horse battery", code: "123456" },
  ),
  getOwnSessions: all({ ...rows.personSession, isThis: true }),
  postOwnSessionsEnd: ok({ items: [{ ...rows.personSession, isThis: true }] }, {}),
  getAudit: page("/api/audit", rows.auditLine),
  getAuditCheck: ok(rows.auditReport),
  getNoticesCsv: ok("noticeId,channelId,channelName,state\r\n17,channel-one,值班,sent\r\n"),
  getAuditCsv: ok("seq,at,by,action,subject\r\n412,2026-11-24T08:45:28.000Z,王敏,suspect-to-visit,box-one\r\n"),
  getCollectors: all(rows.collector),
  getDeletions: page("/api/deletions", rows.deletion),
  getVenues: page("/api/venues", rows.venue),
  getVenuesByVenueIdFloorsByFloorIdPlan: ok('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"/>'),
  putVenuesByVenueIdFloorsByFloorId: ok(rows.venue, { name: "1F", widthMetres: 60, heightMetres: 40 }),
  putVenuesByVenueIdPlace: ok(rows.venue, {
    location: { latitudeDegrees: 31.2304, longitudeDegrees: 121.4737 },
    district: "黄浦区",
  }),
  getVenuesByVenueIdFloorsByFloorIdCalibration: ok(floors.state),
  deleteVenuesByVenueIdFloorsByFloorIdCalibration: ok(floors.withoutCalibration),
  postVenuesByVenueIdFloorsByFloorIdCalibrationFit: ok(floors.fit),
  getVenuesByVenueIdFloorsByFloorIdCalibrationAccessPoints: all(floors.accessPoint),
  putVenuesByVenueIdFloorsByFloorIdCalibrationWalk: ok(floors.state, floors.begun),
  deleteVenuesByVenueIdFloorsByFloorIdCalibrationWalk: ok(floors.withoutCalibration),
  putVenuesByVenueIdFloorsByFloorIdCalibrationWalkPointsByPointId: ok(floors.state, floors.pointRequest),
  deleteVenuesByVenueIdFloorsByFloorIdCalibrationWalkPointsByPointId: ok(floors.state),
  postVenuesByVenueIdFloorsByFloorIdCalibrationWalkFit: ok(floors.fit),
  getVenuesByVenueIdFloorsByFloorIdDrawing: ok(rows.drawing),
  putVenuesByVenueIdFloorsByFloorIdDrawing: ok(rows.drawing, rows.drawing),
  getSensors: page("/api/sensors", rows.sensor),
  getSensorsBySensorIdResidents: all(rows.resident),
  putSensorsBySensorIdPlace: ok(rows.sensor, {
    floorId: "floor-one",
    position: { x: 8, y: 34 },
    before: { floorId: "floor-one", position: { x: 10, y: 30 } },
  }),
  getSetups: page("/api/setups", rows.sensorSetup),
  postSetupsClaim: ok(rows.sensorSetup, { code: "K7QM-2TRX" }),
  postSensorsBySensorIdClaimCode: ok(rows.claimCode),
  postVenuesByVenueIdSiteCode: ok(joins.siteCode, { uses: 40 }),
  deleteVenuesByVenueIdSiteCode: ok({ withdrawn: true }),
  postJoin: ok(joins.joinAnswer, joins.joinRequest),
  putSensorsBySensorIdName: ok(rows.sensor, { name: "三号门", before: "door-three" }),
  getSensorsBySensorIdPhoto: ok("octets of the image"),
  putSensorsBySensorIdPhoto: ok(rows.sensorSetup, { image: "/9j/2Q==", before: null }),
  putSensorsBySensorIdHeard: ok(rows.sensorSetup, { transmitter: "02:00:00:cc:dd:01" }),
  getSuspects: page("/api/suspects", rows.suspect),
  getSuspectsBySuspectId: ok(rows.suspectDetail),
  getSuspectsBySuspectIdLevels: all(rows.levels),
  postSuspectsBySuspectIdDecision: ok(rows.suspectDetail, { decision: "to-visit", reason: "闭店后去看" }),
  getVenuesByVenueIdTimeDays: all(rows.venueDay),
  getSuspectsBySuspectIdTimeKnown: ok(rows.suspectPast),
  getSuspectsBySuspectIdTimePresence: ok(rows.suspectPresence),
  getVenuesByVenueIdTimeSuspects: page("/api/venues/mall/time/suspects", rows.suspectTimeline),
  getVenuesByVenueIdTimeSensors: page("/api/venues/mall/time/sensors", rows.sensorTimeline),
  getCameras: page("/api/cameras", rows.camera),
  getCamerasByCameraIdRecord: ok(rows.cameraRecord),
  putCamerasByCameraIdOnSite: ok(rows.cameraRecord, { place: "public-area", filed: false, sign: "none-seen" }),
  postCamerasByCameraIdDecision: ok(rows.cameraRecord, { decision: "to-visit", reason: "未备案，闭店后核对" }),
  getVenuesByVenueIdSurvey: ok(rows.airSurvey),
  getVenuesByVenueIdNetworks: ok(rows.venueNetworks),
  putVenuesByVenueIdNetworks: ok(
    { revision: rows.venueNetworks.revision, networks: rows.venueNetworks.networks },
    { networks: rows.venueNetworks.networks },
  ),
  getReleases: all(fleet.release),
  getRollouts: all({ ...fleet.rollout, sensors: undefined }),
  getRolloutsByRolloutId: ok(fleet.rollout),
  postVenuesByVenueIdRolloutsPlan: ok(fleet.plan, { version: "0.2.0" }),
  postVenuesByVenueIdRollouts: ok(fleet.rollout, { version: "0.2.0", soakMinutes: 30 }),
  postRolloutsByRolloutIdStop: ok({ ...fleet.rollout, state: "stopped", stoppedBy: "王敏" }),
  postRolloutsByRolloutIdResume: ok(fleet.rollout),
  getFleet: page("/api/fleet", fleet.fleet),
  getSensorsBySensorIdCommands: all(fleet.command),
  postSensorsBySensorIdCommands: ok(fleet.fleet, { name: "identify", arguments: { seconds: 30 } }),
  postSensorsBySensorIdHearing: ok(fleet.hearing, { transmitter: "02:00:00:cc:dd:01" }),
  getSensorsBySensorIdHearingByAskId: ok(fleet.hearing),
  putSensorsBySensorIdRing: ok(fleet.fleet, { ring: "canary" }),
  getNewcomers: page("/api/newcomers", rows.newcomer),
  postNewcomersByNewcomerIdMark: ok(rows.newcomer, { mark: "to-visit", note: "三号门旁的弱电间" }),
  getAlerts: ok({
    items: [rows.alert, rows.cameraAlert],
    more: true,
    next: "/api/alerts?limit=2&after=WyJleGFtcGxlIl0",
  }),
  getAlertsCounts: ok(rows.alertCounts),
  getAlertsByAlertIdSteps: all(rows.alertStep),
  postAlertsByAlertIdSteps: ok(rows.closedAlert, { revision: 3, what: { step: "close", reason: "已拆除" } }),
  postAlertsSteps: ok(
    {
      items: [
        { alertId: "alert-one", outcome: "done", alert: rows.closedAlert },
        { alertId: "alert-two", outcome: "moved-on", alert: rows.cameraAlert, since: [rows.alertStep] },
      ],
    },
    {
      alerts: [
        { alertId: "alert-one", revision: 3 },
        { alertId: "alert-two", revision: 1 },
      ],
      what: { step: "close", reason: "已拆除" },
    },
  ),
  getApprovals: all(rows.approval),
  postApprovalsByApprovalIdAnswer: ok(
    { ...rows.approval, state: "approved", answeredBy: "李强", answeredAt: rows.approval.askedAt, answer: "核对无误" },
    { approve: true, reason: "核对无误" },
  ),
  postApprovalsByApprovalIdTakeBack: ok({
    ...rows.approval,
    state: "taken-back",
    answeredBy: rows.approval.askedBy,
    answeredAt: rows.approval.askedAt,
  }),
  getSecondPerson: all({ authorise: true, packages: true }),
  putSecondPerson: ok({ items: [{ authorise: true, packages: true }] }, { authorise: true, packages: true }),
  getVenuesByVenueIdDocumentsBySha256: ok("%PDF-1.7"),
  getPackages: all(rows.evidencePackage),
  getPackagesKey: ok(rows.evidenceKey),
  postSuspectsBySuspectIdPackages: ok(rows.evidencePackage, {
    purpose: "移送市场监管部门",
    legalBasis: "网络安全法第六十四条",
  }),
  postCamerasByCameraIdPackages: ok(rows.cameraPackage, {
    purpose: "移送网信部门",
    legalBasis: "人脸识别技术应用安全管理办法第十四条",
    decisionId: 7,
  }),
  getPackagesByPackageIdFile: ok("PK"),
  getMaintenance: all(rows.maintenanceWindow),
  postVenuesByVenueIdMaintenance: ok(rows.maintenanceWindow, {
    until: "2026-11-24T08:45:28.000Z",
    reason: "更换交换机",
  }),
  postMaintenanceByWindowIdEnd: ok({ ...rows.maintenanceWindow, endedBy: "王敏" }),
  getOutages: page("/api/outages", rows.outage),
  getChannels: all(rows.channel),
  postChannels: ok(rows.channel, rows.channelRequest),
  putChannelsByChannelId: ok(rows.channel, rows.channelRequest),
  deleteChannelsByChannelId: ok({ items: [] }),
  postChannelsByChannelIdTest: ok(rows.refusedTest),
  getNotices: page("/api/notices", rows.notice),
  getWebhook: ok(rows.webhook),
  putWebhook: ok(rows.webhook, { url: "https://hooks.example/probewarden", secret: "key of the signature" }),
  postWebhookTest: ok(rows.testResult),
  getStream: ok(`id: 1001\nevent: alert\ndata: ${JSON.stringify(rows.alert)}\n\n`),
  getSetupsCsv: ok("sensorId,venueId,claimedBy,heardDbm\r\ndoor-three,mall,王敏,-54\r\n"),
  getFleetCsv: ok("sensorId,venueId,ring,version\r\ndoor-three,mall,canary,0.1.0\r\n"),
  getSuspectsCsv: ok("suspectId,venueId,suspicion,band\r\nbox-one,mall,probe-box,strong\r\n"),
  getVenuesCsv: ok("venueId,name,timeZone,district\r\nmall,港汇广场,Asia/Shanghai,徐汇区\r\n"),
  getSensorsCsv: ok("sensorId,venueId,name,state\r\ndoor-three,mall,三号门,hearing\r\n"),
  getCamerasCsv: ok("cameraId,venueId,sensorId,address\r\ncamera-one,mall,door-three,192.0.2.64\r\n"),
  getOutagesCsv: ok("outageId,kind,venueId,sensors,state\r\noutage-one,sensor-silent,mall,door-three,open\r\n"),
  getVenuesByVenueIdSurveyCsv: ok(
    "kind,transmitter,channelMhz,couldBe\r\nresident,02:00:00:cc:dd:01,2437,inside\r\nchannel-not-listened,,2462,\r\n",
  ),
  getNewcomersCsv: ok("newcomerId,venueId,transmitter,mark\r\nnewcomer-one,mall,02:00:00:aa:bb:01,to-visit\r\n"),
  getDeletionsCsv: ok(
    "at,kind,rows,until,rule\r\n2026-11-24T03:00:00.000Z,levels,1200,2026-11-22T03:00:00.000Z,age\r\n",
  ),
  getAlertsCsv: ok("alertId,venueId,suspectId,state\r\nalert-one,mall,box-one,open\r\n"),
  getSuspectsGeojson: ok(features("box-one", { venueId: "mall", band: "strong", floorId: "floor-one" }, [9.5, 31])),
  getSensorsGeojson: ok(features("door-three", { venueId: "mall", name: "三号门", floorId: "floor-one" }, [8, 34])),
  getCamerasGeojson: ok(
    features("camera-one", { venueId: "mall", address: "192.0.2.64", floorId: "floor-one" }, [12, 20]),
  ),
  getVenuesGeojson: ok({
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        id: "mall",
        geometry: { type: "Point", coordinates: [121.4365, 31.1945] },
        properties: { name: "港汇广场", timeZone: "Asia/Shanghai" },
      },
    ],
  }),
};
