import type { Channel, ChannelRequest, NoticeRow, TestResult } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import { useMay } from "./queries.ts";
import type { Items } from "./pages.ts";

const KEY = ["channels"];
const NOTICES = ["notices"];
const REFRESH_MS = 60_000;
/** Notices that are shown: what is older is had from the API. */
const MOST_SHOWN = 50;

/** The ways by which people are told, by name. */
export const useChannels = () =>
  useQuery({
    enabled: useMay("seeSettings"),
    queryKey: KEY,
    queryFn: async () => (await request<Items<Channel>>("GET", "/api/channels")).items,
    refetchInterval: REFRESH_MS,
  });

/** What was last sent through a channel, latest first. */
export const useNotices = (channelId: string) =>
  useQuery({
    queryKey: [...NOTICES, channelId],
    queryFn: async () =>
      (await request<Items<NoticeRow>>("GET", `/api/notices?channelId=${channelId}&limit=${MOST_SHOWN}`)).items,
    refetchInterval: REFRESH_MS,
  });

/** Makes a channel, or changes the one of this id. */
export function useSaveChannel(channelId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (channel: ChannelRequest) =>
      channelId === undefined
        ? request<Channel>("POST", "/api/channels", channel)
        : request<Channel>("PUT", `/api/channels/${channelId}`, channel),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRemoveChannel(channelId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request("DELETE", `/api/channels/${channelId}`),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Sends a test through a channel, and has what the receiver answered. */
export const useTestChannel = (channelId: string) =>
  useMutation({ mutationFn: () => request<TestResult>("POST", `/api/channels/${channelId}/test`, {}) });
