import type { Words } from "./words.ts";
import type { zhSettings } from "./zh-CN-settings.ts";

/** English words for what a person sets. */
export const enSettings: Words<typeof zhSettings> = {
  settings: {
    title: "Settings",
    account: "Account",
    demoAccount: "The demo signs in by itself, on this computer only.",
    signedInAs: "Signed in as {{name}}",
    signOut: "Sign out",
    toPassword: "Change password",
    collector: "Collector",
    version: "Version",
    contract: "Contract",
    api: "API",
  },
  signIn: {
    title: "Sign in",
    needsFirst: "There is no account yet. Open the one-time link that probewarden-collector init printed.",
    name: "Name",
    password: "Password",
    newPassword: "Password (at least 12 characters)",
    send: "Sign in",
    firstTitle: "Make an account",
    firstMore: "This link works once.",
    noToken: "The link is incomplete: its one-time token is missing. Copy the whole link again.",
    make: "Make account and sign in",
  },
  password: {
    title: "Change password",
    more: "Once it is changed, this account is signed out in every other browser and on every other device, and must sign in there with the new password. Here it stays signed in.",
    demo: "The demo has no password.",
    present: "Password until now",
    next: "New password (at least 12 characters)",
    again: "The new password once more",
    show: "Show the passwords",
    change: "Change password",
    done: "The password is changed. Other browsers and devices are signed out.",
    presentMissing: "Give the password until now.",
    tooShort: "The new password is too short: at least 12 characters, now {{n}}.",
    notTheSame: "The two new passwords differ.",
    asBefore: "The new password is the one until now.",
  },
};
