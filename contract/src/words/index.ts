/** Words for codes that several parts say to people: the screens, and `replay` in a terminal. The rest of the contract holds no prose. */
export * from "./en.ts";
export * from "./zh-CN.ts";
