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
import type { SetPinOptions, SetPinState } from "../index.js";
import { ComponentWidget, type SetPinControls } from "./component-widget.js";
import { optionsOf } from "./vue-attributes.js";

/** {@link SetPinControls} with a reactive state. */
export interface SetPinRefs extends Omit<SetPinControls, "state"> {
  readonly state: Readonly<Ref<SetPinState>>;
}

/**
 * Makes a widget that lives as long as the component or the effect scope. The options may be a ref,
 * a getter, or a reactive object.
 */
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
 * Opens the widget while it is rendered:
 * `<SetPin v-if="isOpen" token-url="…" @exit="isOpen = false" />`. In `inline` mode the widget
 * appears where it is rendered. Callbacks are listeners: `@ready`, `@exit`, `@error`, `@expire`,
 * `@state-change`, `@event`.
 */
export const SetPin = {
  name: "SetPin",
  inheritAttrs: false,
  setup(_: object, { attrs }: SetupContext): () => VNode | null {
    const box = shallowRef<HTMLElement>();
    const read = () => ({ container: box.value, ...optionsOf(attrs) }) as SetPinOptions;
    const widget = new ComponentWidget(read());
    const ignoreState = (): void => undefined;
    let end = (): void => widget.end();
    const begin = (): void => {
      end = widget.mount(ignoreState);
      widget.update(read());
      void widget.open();
    };
    onMounted(begin);
    onUpdated(() => widget.update(read()));
    onBeforeUnmount(() => end());
    // In `<KeepAlive>`, deactivation ends the widget as unmounting does: a frame that is moved
    // loses its page, and the page's token works only once.
    onActivated(begin);
    onDeactivated(() => end());
    return () => (attrs.mode === "inline" ? h("div", { ref: box }) : null);
  },
} as unknown as new () => { $props: SetPinOptions };
