import { connectButtons } from "./buttons";
import { CardPin } from "./CardPin.lit";

connectButtons((place) => {
  const element = new CardPin();
  place.append(element);
  return () => element.remove();
});
