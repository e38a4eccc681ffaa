/** Where the configuration is when nobody says otherwise. */
export const DEFAULT_CONFIG_FILE = "/etc/probewarden/agent.yaml";
