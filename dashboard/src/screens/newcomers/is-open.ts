import type { NewcomerRow } from "@probewarden/contract";

/** Whether somebody has yet to find out what it is. */
export const isOpen = ({ mark }: NewcomerRow): boolean => mark === undefined || mark.mark === "to-visit";
