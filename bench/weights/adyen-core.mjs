export { AdyenCheckout } from "@adyen/adyen-web";
