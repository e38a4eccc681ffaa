/**
 * Names of networks that are the same for everybody: operators, chains, airports, defaults of makers. A name on this list says nothing
 * about the person who asks for it, so it may leave the sensor. Sources: the operators' own publications and the names printed on their doors.
 */
export const PUBLIC_NETWORKS: readonly string[] = [
  "CMCC", "CMCC-WEB", "CMCC-EDU", "CMCC-AUTO", "CMCC-FREE", "and-Business",
  "ChinaNet", "ChinaNet-Starbucks", "ChinaNet-EDU", "ChinaUnicom", "ChinaUnicom-WLAN",
  "i-Shanghai", "i-shanghai", "MyBeijing", "My Beijing", "i-Shenzhen", "Guangzhou-WiFi", "Airport-Free-WiFi", "AIRPORT-FREE-WIFI",
  "Starbucks", "Google Starbucks", "Starbucks WiFi", "McDonald's Free WiFi", "KFC FREE WIFI", "KFC", "Wanda-Free-WiFi", "aWiFi",
  "Free Public WiFi", "Free WiFi", "FreeWiFi", "Guest", "eduroam", "Marriott_Guest", "Hilton Honors", "Library-Free", "16wifi",
  "xfinitywifi", "attwifi", "BTWi-fi", "TP-LINK", "linksys", "NETGEAR", "dlink", "default", "Xiaomi_Home", "HUAWEI",
];
