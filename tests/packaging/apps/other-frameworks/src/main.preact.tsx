import { render } from "preact";
import { connectButtons } from "./buttons";
import { CardPin } from "./CardPin.preact";

connectButtons((place) => {
  render(<CardPin />, place);
  return () => render(null, place);
});
