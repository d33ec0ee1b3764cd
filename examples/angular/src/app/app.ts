import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from "@angular/core";
import type { SetPinResult } from "set-pin-widget";
import type { PinViewOptions } from "set-pin-widget/secure-view";

@Component({
  selector: "app-root",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main>
      <h1>Your card</h1>
      <set-pin-widget [options]="options" (set-pin-exit)="ended($event)">
        <button type="button">Set PIN in a dialog</button>
      </set-pin-widget>
      <button type="button" (click)="isShown.set(true)">Set PIN on this page</button>
      @if (isShown()) {
        <set-pin-widget mode="inline" auto-open [options]="options" (set-pin-exit)="ended($event)" />
      }
      <button type="button" (click)="pin.show()">Show PIN</button>
      <card-pin-view #pin [options]="pinOptions"></card-pin-view>
      <p role="status">{{ outcome() }}</p>
    </main>
  `,
})
export class App {
  protected readonly options = {
    tokenUrl: "/api/card/set-pin/token", // a route of your own backend
    allowedOrigins: ["https://cards.baanx.com"], // where the issuer serves your PIN page
    autoOpen: true, // gives the attribute auto-open its effect
  };
  protected readonly pinOptions: Omit<PinViewOptions, "container"> = {
    tokenUrl: "/api/card/pin/token", // another route of your own backend
    allowedOrigins: ["https://cards.baanx.com"],
  };
  protected readonly isShown = signal(false);
  protected readonly outcome = signal("");

  protected ended({ detail }: CustomEvent<SetPinResult>): void {
    this.isShown.set(false);
    this.outcome.set(detail.reason);
  }
}
