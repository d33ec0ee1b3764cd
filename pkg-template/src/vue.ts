import {
  h,
  type MaybeRefOrGetter,
  onActivated,
  onBeforeUnmount,
  onDeactivated,
  onMounted,
  onScopeDispose,
  onUpdated,
  type Ref,
  type SetupContext,
  shallowReadonly,
  shallowRef,
  toValue,
  type VNode,
  watch,
} from "vue";
import { ComponentWidget, type SetPinControls } from "./frameworks/component-widget.js";
import { tryOrReport } from "./handle/report.js";
import type { SetPinOptions, SetPinState } from "./index.js";

/** {@link SetPinControls} with a state to watch. */
export interface SetPinRefs extends Omit<SetPinControls, "state"> {
  readonly state: Readonly<Ref<SetPinState>>;
}

/** A widget that lives as long as the component, or the effect scope. Options may be a ref, a getter, or reactive. */
export function useSetPin(options: MaybeRefOrGetter<SetPinOptions>): SetPinRefs {
  const read = () => ({ ...toValue(options) });
  const widget = new ComponentWidget(read());
  const state = shallowRef(widget.state);
  watch(read, (now) => widget.update(now), { flush: "sync" });
  widget.mount(() => {
    state.value = widget.state;
  });
  onScopeDispose(() => widget.end());
  const { open, close, retry, focus } = widget;
  return { open, close, retry, focus, state: shallowReadonly(state) };
}

/**
 * Is open as long as it is rendered: `<SetPin v-if="isOpen" token-url="…" @exit="isOpen = false" />`. `inline` stands where it is rendered.
 * Callbacks are listeners: `@ready`, `@exit`, `@error`, `@expire`, `@state-change`, `@event`.
 */
export const SetPin = {
  name: "SetPin",
  inheritAttrs: false,
  setup(_: object, { attrs }: SetupContext): () => VNode | null {
    const box = shallowRef<HTMLElement>();
    const read = () => ({ container: box.value, ...optionsOf(attrs) }) as SetPinOptions;
    const widget = new ComponentWidget(read());
    const hear = (): void => undefined;
    let end = (): void => widget.end();
    const begin = (): void => {
      end = widget.mount(hear);
      widget.update(read());
      void widget.open();
    };
    onMounted(begin);
    onUpdated(() => widget.update(read()));
    onBeforeUnmount(() => end());
    // Within `<KeepAlive>`: taken off the page is as good as unmounted, since a frame that is moved has spent its token.
    onActivated(begin);
    onDeactivated(() => end());
    return () => (attrs.mode === "inline" ? h("div", { ref: box }) : null);
  },
} as unknown as new () => { $props: SetPinOptions };

/** Attributes are the options, in either spelling, and `@exit` has arrived as `onExit`. */
function optionsOf(attributes: SetupContext["attrs"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value === "" ? true : isListeners(value) ? tellAll(value) : value,
    ]),
  );
}

/** As Vue merges an `onExit` among the options that are bound, and an `@exit` beside them. */
function isListeners(value: unknown): value is readonly ((...given: unknown[]) => void)[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "function");
}

function tellAll(listeners: readonly ((...given: unknown[]) => void)[]): (...given: unknown[]) => void {
  return (...given) => {
    for (const listener of listeners) tryOrReport(() => listener(...given));
  };
}
