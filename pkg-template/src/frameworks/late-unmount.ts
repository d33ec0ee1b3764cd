/**
 * Delays the unmount by a microtask. Under StrictMode, React unmounts and remounts components in
 * one task, at the start and when it shows suspended content again. That must not end the widget.
 */
export const late = (unmount: () => void) => () => queueMicrotask(unmount);
