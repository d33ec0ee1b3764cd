import type { createSetPin } from "set-pin-widget";

export function connect(create: typeof createSetPin): void;
